"""``headway forget``: deletes a person everywhere, after showing what that means."""

from __future__ import annotations

import click

from headway.serve.cli.options import asked_format, with_shared_options, workspace


@click.command("forget", short_help="Delete a person everywhere: shows the plan; with --apply, does it.")
@click.argument("who", metavar="EMAIL_OR_CONTACT_ID")
@click.option("--apply", "do", is_flag=True, help="Do it. There is no undo.")
@with_shared_options
def command(who: str, do: bool) -> None:
    """Delete the person EMAIL_OR_CONTACT_ID from all that is kept here; the files of the sources are not touched.

    Rows stay, blanked, so that counts still add up; addresses and full names in texts are replaced. Salted hashes
    keep the person forgotten when the same files are read again.

    \b
    Example:
      headway forget ann@acme.example
      headway forget ann@acme.example --apply
    """
    from headway.forget import apply, find_person, lines_said, plan, settings_lines
    from headway.serve import clock
    from headway.serve.cli import output

    home = workspace()
    person = find_person(home, who)
    rows, lines = plan(home, person), settings_lines(home, person)
    sentence = "Nothing is changed yet: this is what would be. Run it again with --apply."
    if do:
        changed = apply(home, person, now=clock.now(), progress=output.tell)
        sentence = f"Forgotten: {changed:,} rows blanked; what was kept of them elsewhere is gone."
        sentence += f" Still to do by hand: headway.toml names them in {lines_said(lines)}." if lines else ""
    if person.before:
        sentence = f"{who} was forgotten before. {sentence}"
    output.write(output.bare("forget", sentence, rows), asked_format())
