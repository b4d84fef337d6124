"""What customers and sellers say, in pieces: problems in the customer's own words, and the small talk around them."""

from __future__ import annotations

PROBLEMS = {
    "Retail": (
        "Our store managers rebuild the rota by hand every Sunday night and it is wrong by Tuesday",
        "Right now we send too many people in on Mondays and run out of cover on Saturdays",
        "Nobody at head office can see which stores are short until the queue is out of the door",
        "We keep paying overtime because two stores book the same relief team",
        "When a delivery slips, the staff who should unpack it have already gone home",
        "What hurts is the stock counts: we cancel them whenever somebody calls in sick",
        "Half of the swaps are agreed on WhatsApp, so payroll finds out three weeks later",
        "Seasonal staff quit because they learn their hours the evening before",
    ),
    "Healthcare": (
        "We fill every third night shift from an agency because we see the gap too late",
        "The ward sisters spend their Thursday afternoons on the phone looking for cover",
        "Our skill mix is documented on paper, and the inspector did not accept that",
        "Two clinics cancelled theatre lists last month since nobody knew the anaesthetist was away",
        "We cannot prove that rest times were kept, and that is now a finding",
        "Nurses are double booked between the two sites about once a week",
        "Leave requests sit in an inbox until somebody shouts",
        "The handover sheet never matches who is really on the floor",
    ),
    "Logistics": (
        "We lose about four loads a week because the planner learns of a missing driver at five in the morning",
        "Drivers run over their hours and the tachograph fines come straight to me",
        "Dispatch works from a spreadsheet that three people overwrite",
        "The night dock stands idle while the day dock pays overtime",
        "Detention charges keep coming since the crews do not match the slots",
        "I cannot tell a customer who will be on his delivery until the truck has left",
        "Every depot plans for itself, so trailers wait at one and are hired at the other",
        "Our agency share doubled and nobody can say which routes cause it",
    ),
    "Manufacturing": (
        "Line three stops twice a week because no certified operator is on shift",
        "We find out about missing welders when the shift starts, not the day before",
        "Planned maintenance gets cancelled, then the press breaks down on a Friday",
        "The shop floor ignores the plan as it changes four times before noon",
        "Training records live in a binder, so the wrong people end up on the furnace",
        "Overtime is approved after the fact, and the plant manager has stopped trusting the numbers",
        "Changeovers take twice as long when the setter is at the other hall",
        "We scrap whole batches after shift change since nobody hands over the settings",
    ),
    "Finance": (
        "The branches close their counters at random because cover is arranged by e-mail",
        "Audit found that the same two people approved and paid for eleven weeks",
        "At quarter end the back office works three weekends and people resign in January",
        "We have no way of showing the regulator who was on the desk at a given hour",
        "Our call centre is overstaffed before noon and drops a fifth of the calls after four",
        "Every department keeps its own calendar, and the risk committee sees none of them",
        "Holiday cover for the claims team broke down twice this summer",
        "It takes six days to find out how many hours a project has really cost us",
    ),
    "Agencies": (
        "We promise the same designer to three clients and notice on the day",
        "A third of our hours never makes it onto an invoice",
        "Freelancers are booked twice, and we pay both times",
        "We only see that a project is over budget when it is finished",
        "The Monday meeting takes two hours and nobody knows afterwards who does what",
        "Pitches eat our evenings since planning stops at whoever shouts loudest",
        "Our best people leave because they are always on two deadlines",
    ),
    "Public sector": (
        "Crews are sent to the same street twice in a week because the departments do not talk",
        "Winter duty is planned on a wall chart, and the union has complained",
        "We could not show the council who had been on call during the flood",
        "Bus routes are cut at short notice when two drivers report sick",
        "The timesheets reach us four weeks late and then nobody can correct them",
        "Permits lie around for nine days since the inspectors plan by telephone",
    ),
    "Hospitality": (
        "Housekeeping is three people short every Sunday and guests wait for rooms until four",
        "We book casual staff for banquets that were cancelled the day before",
        "The kitchen and the front desk use different rotas and neither is right",
        "Breaks are missed in high season, and we have paid two claims for that already",
        "Managers do the rota on their day off, so the good ones leave",
        "Tips and hours do not match, which ends in an argument every month",
    ),
}

COSTS = (
    "It costs us around ${thousands},000 a month",
    "Last year that came to roughly ${hundreds}k in overtime alone",
    "We put it at {people} full-time people doing nothing else",
    "Finance reckons {percent}% of our margin goes there",
    "That is {hours} hours a week, every week",
    "We lost a customer worth ${hundreds}k over it",
    "I had to write off ${thousands},000 in the last quarter",
    "Each time it happens we are out about ${hundreds}0",
)

DEADLINES = (
    "It has to be solved before {month}",
    "We need something in place by the end of {month}",
    "The new contract starts on {day} {month}, so that is our date",
    "If this still happens in {month} I will have to explain it to the board",
    "We want to be live by {day} {month}",
    "The inspector comes back in {month}",
)

OWNERS = (
    "{boss} has made it a personal objective for this year",
    "I have to report on it to {boss} every month",
    "It is my budget and I can sign it",
    "{boss} owns the number and asked me to fix it",
    "Our board put {boss} in charge of it",
)

STATED_OPENERS = (
    "Let me be frank.",
    "To give you the background:",
    "You asked why we are looking at this.",
    "Thanks for the call.",
    "Following up on your question.",
    "As I said on the phone:",
    "Here is where it hurts.",
    "I spoke to the team again.",
    "",
    "",
)

STATED_CLOSERS = (
    "That is what I would want to see in the demo.",
    "Can you show how others dealt with that?",
    "If Planner takes that off our hands, the rest is detail.",
    "Happy to go through the numbers.",
    "That is really the only reason we are talking.",
    "",
    "",
)

BLAND_OPENERS = ("Hi,", "Hello,", "Hi there,", "Good morning,", "", "", "", "")

BLAND_CLOSERS = ("Regards", "Thanks", "Best", "Talk soon.", "Cheers", "", "", "")

BLAND_CUSTOMER = (
    "Thanks, got it. Will have a look when things calm down.",
    "Could you resend the deck? I cannot find the attachment.",
    "Looks nice overall. I will share it internally.",
    "We are comparing a few tools at the moment, no rush on our side.",
    "Thanks for the invitation, unfortunately that week is full.",
    "Interesting. Let me get back to you after the holidays.",
    "Can you send pricing for 20, 50 and 100 seats?",
    "All good here. We are generally happy with how things run today.",
    "I am out of office until Monday with limited access to mail.",
    "Does it work on tablets too?",
    "We saw your stand at the fair and wanted to learn more.",
    "No objections so far. I would need to check with a few people.",
    "Sounds good, thank you for your patience.",
    "Please use the other address for invoices.",
    "Is there a trial without a credit card?",
    "Good session, thanks. The team liked the interface.",
    "Sorry for the silence, busy weeks over here.",
    "It is not a priority right now, but keep me posted.",
    "We do not really have a problem with planning, we are only curious what is out there.",
    "Where is the data hosted? Our security people may ask at some point.",
)

PRICE_CUSTOMER = (
    "Frankly, that is far above what we would pay for a planning tool.",
    "We get something similar for a third of that. You would have to come down a lot.",
    "Budget is what it is: we could do half, not more.",
    "Nice product, but nobody here will sign that price.",
)

NEED_CUSTOMER = (
    "One question from IT: do you have {capability}? We would need that.",
    "Our people asked about {capability} again. Is it there today?",
    "Without {capability} this will be hard to get through.",
    "{capability} is on our list of requirements, see line 14.",
    "Is {capability} included, or is that extra?",
)

REP_MAIL = (
    "Hi {first}, thanks for your time. I have attached the overview and two customer stories from {industry}.",
    "Hi {first}, just checking in. Did you have a chance to look at the material?",
    "Hi {first}, as promised the link to the recording. Minute {minute} shows the part you asked about.",
    "Hi {first}, here is the updated proposal with the changes we discussed.",
    "Hi {first}, I wanted to float this to the top of your inbox.",
    "Hi {first}, a short summary of where we are and what would be open from our side.",
    "Hi {first}, many firms like yours struggle with gaps in the rota and overtime. Would a short call help?",
    "Hi {first}, attached you will find the security questionnaire, filled in.",
    "Hi {first}, I checked with product: what you described works out of the box.",
    "Hi {first}, we usually see teams save {hours} hours a week. I would be glad to show you how.",
    "Hi {first}, the trial is open for {people} people now. The log-in comes in a separate mail.",
    "Hi {first}, I have asked a customer from {industry} whether you may call them. They are happy to talk.",
    "Hi {first}, the draft contract is attached, changes against our standard are marked.",
    "Hi {first}, the release notes of last week are attached. Page {people} may interest you.",
)

REP_MAIL_CLOSERS = (
    "Best regards",
    "Let me know what you think.",
    "Happy to jump on a call any time.",
    "Have a good week.",
    "I will try you by phone on Thursday.",
    "No need to answer today.",
    "",
)

REP_CALL = (
    "Walked {first} through the overview. Friendly, not much detail.",
    "Left a voicemail for {first}.",
    "Talked about timeline and who else is involved. {first} will think about it.",
    "Discussed the quote line by line with {first}.",
    "Short call, {first} was between meetings. Asked me to send something in writing.",
    "Reviewed the trial with {first}: {people} people logged in, most used the calendar.",
    "{first} asked about references.",
    "Went over contract terms, payment and start date.",
    "Spoke to the assistant, {first} is travelling.",
    "{first} had read the proposal and went through it page by page.",
    "Compared the two packages with {first}.",
    "Went through the open points of the security questionnaire with {first}.",
)

REP_CALL_CLOSERS = (
    "Will try again next week.",
    "I think they have trouble with overtime, need to confirm.",
    "My guess is that planning is their pain, they have not said so.",
    "Good mood.",
    "Sent a summary afterwards.",
    "Took {minute} minutes.",
    "",
    "",
)

MEETING = (
    "Showed the weekly view and the phone app. Questions on roles and on exports.",
    "Workshop on the current process, about an hour. Notes are in the shared folder.",
    "Introduced our onboarding lead. Talked through the first month.",
    "Walked through a day at one of their sites from start to end.",
    "Presented the offer. They took notes and thanked us.",
    "Looked at the integration with payroll. No blockers raised.",
    "Visited one of their sites with {first}. Saw the wall chart and the office.",
    "Went through the roll-out plan with {first}, site by site.",
    "{first} showed us the spreadsheet they plan with today.",
    "Compared our terms with their purchasing conditions.",
)

MEETING_CLOSERS = (
    "{people} people from their side.",
    "Room was booked for an hour, we used {minute} minutes.",
    "Minutes sent the same day.",
    "",
    "",
)

DEMO = (
    "Demo of Planner with their own site list. They clicked through two shifts themselves.",
    "Standard demo, {minute} minutes, recording shared afterwards.",
    "Demo for a wider group. Most questions came from the people who plan today.",
    "Second demo, this time with Insights and the overtime report.",
)

REPORTED = (
    'Note to self, in the words of {first}: "{problem}."',
    '{first} said it again today: "{problem}."',
    'Quote for the proposal ({first}): "{problem}."',
)

NOTES = (
    "Updated stage and close date, filled in the qualification fields.",
    "Logged competitor and decision process. Probability set to 60%.",
    "Forecast call: keep in best case. Adjusted amount field.",
    "Cleaned up contact roles and merged two duplicates.",
    "Prepared account plan, 6 pages, attached.",
    "Spent the morning on the opportunity template for the weekly review.",
    "Added next quarter's milestones to the mutual plan template. Not shared with the customer yet.",
    "Changed record type so that it shows in the manager dashboard.",
    "LinkedIn research on the org chart.",
    "Notes from pipeline review: manager wants more detail in the fields.",
)

TASKS = (
    "Follow up with {first}",
    "Send pricing sheet",
    "Update CRM fields before Friday",
    "Prepare slides for {first}",
    "Check in again",
    "Ask legal about the data processing agreement",
)

SECOND = (
    "{other} ({title}) joined for the first time. Asked about effort on their side and about the payback.",
    "{first} brought in {other}, {title}. We went through the numbers together.",
    "Met {other} ({title}) together with {first}. Good questions on roll-out and cost.",
    "{other}, {title}, dialled in for the second half and wants to see the contract.",
)

SECOND_MAIL = (
    "Adding {other}, our {title}, who will look at this with me.",
    "{other} ({title}) is in copy from now on, please include us both.",
)

NEXT_STEP = (
    "Agreed: {first} sends the site list, we meet again on {day} {month} at {hour}:00.",
    "Next step: trial with two sites, review on {day} {month}.",
    "{first} will get the numbers from finance by {day} {month}; call booked for that day.",
    "We fixed {day} {month}, {hour}:00 for the session with their IT.",
    "Decision meeting is on {day} {month}. I send the summary two days before.",
    "They confirm the contract draft until {day} {month}.",
)

NEXT_STEP_MAIL = (
    "Works for us. Let us meet on {day} {month} at {hour}:00, I will bring the site list.",
    "I have put {day} {month}, {hour}:00 into the calendar for the next session.",
    "We will send you our comments by {day} {month} and talk the day after.",
)

KICKOFF = (
    "Kickoff with the project team, roles and dates agreed.",
    "Kickoff. They want to start with two sites and add the rest month by month.",
    "First session with the people who will plan in the tool. Data import explained.",
)

CARE_WHEN_LIVE = (
    "Check-in on adoption: the teams are planning in the tool.",
    "Quarterly review. They showed us their own overtime report.",
    "Talked about roles for new managers and about the next release.",
    "Short review, two small questions on exports, otherwise calm.",
)

CARE_WHEN_IDLE = (
    "Set-up is not finished. The project lead has no time before the season.",
    "Tried to reach the project lead twice, no answer.",
    "They still plan in the spreadsheet. New date for the import to be agreed.",
    "The person who bought it has moved to another job. Introduced ourselves to the successor.",
)

SUBJECTS = {
    "stated": ("Why we are looking", "Background", "Re: our call", "Re: question", "Our situation"),
    "bland": ("Re: Planner", "Re: material", "Re: checking in", "Quick question", "Re: follow-up"),
    "rep": ("Planner overview", "Following up", "Recording and slides", "Checking in", "Proposal"),
    "call": ("Call", "Phone call", "Catch-up"),
    "meeting": ("Working session", "Review", "Meeting"),
    "demo": ("Demo",),
    "note": ("CRM update", "Internal note", "Pipeline review"),
    "task": ("To do",),
    "step": ("Next step", "Re: next step", "Re: dates"),
    "second": ("Introduction", "Joint session", "Re: introduction"),
}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
