"""Words from which firms and people are named; plain data, so that a table of accounts reads like a real one."""

from __future__ import annotations

_FIRM_WORDS = (
    "Brightwater Calder Tidewell Okafor Lindqvist Pinnacle Mason Arcade Fenwick Harrow Ashgrove Bellweather "
    "Cobalt Dunmore Eastgate Fairmont Granite Hawthorne Ironbridge Juniper Kestrel Larkfield Meridian Northgate "
    "Oakhurst Pemberton Quarry Redfern Stonebridge Thornbury Upland Valemont Westbrook Yarrow Zephyr Aldergate "
    "Birchwood Copperline Delmar Elmhurst Foxglove Greenholm Highmoor Inverness Jasper Kingsley Lowell Marlow "
    "Newhaven Orchard Parkside Quillan Riverton Saltmarsh Tamarack Umber Vireo Whitlock Amberley Bayview "
    "Cedarline Driftwood Evergreen Falmouth Glenwood Hollis Islington Jarvis Kelso Lakeshore Millstone Norwood "
    "Osprey Piedmont Quayside Rosewood Summerhill Tanager Underhill Vantage Wexford Ainsley Beacon Crestline "
    "Dovetail Ember Fieldstone Gable Heron Indigo Jubilee Keystone Laurel Maplewood Nimbus Onyx Prairie Rookery "
    "Sandstone Trellis Verity Willow Anchor Bramble Clearwater Dorset Ellery Foundry Garrison Hartwell Ivory "
    "Kinross Lantern Monarch Nettle Overton Pilgrim Rowan Sterling Tolland Vesper Wren Abernathy Barlow Carrow "
    "Denholm Estrada Fontaine Galloway Hadley Iverson Jensen Kowalski Lambert Moreau Novak Olsen Petrov Quinn "
    "Ramsey Sorensen Tremblay Ulrich Vargas Weber Yamada Zimmer Castellan Marchetti"
)
FIRM_WORDS = tuple(_FIRM_WORDS.split())

FIRM_KINDS = {
    "Retail": ("Foods", "Outfitters", "Home", "Market", "Grocers", "Stores", "Books", "Garden", "Pharmacy", "Sports"),
    "Healthcare": ("Care", "Clinics", "Health", "Medical Group", "Dental", "Hospice", "Imaging", "Physicians"),
    "Logistics": ("Freight", "Haulage", "Logistics", "Couriers", "Cold Chain", "Transport", "Warehousing"),
    "Manufacturing": ("Mills", "Castings", "Components", "Packaging", "Tooling", "Plastics", "Works", "Labs"),
    "Finance": ("Mutual", "Capital", "Credit Union", "Assurance", "Bank", "Partners", "Pensions"),
    "Agencies": ("& Co", "Studio", "Creative", "Collective", "Media", "Design", "Six"),
    "Public sector": ("County", "Borough", "Transit Authority", "Water Board", "School District", "Port Authority"),
    "Hospitality": ("Hotels", "Resorts", "Inns", "Kitchens", "Catering", "Lodges"),
}

_FIRST_NAMES = (
    "Dana Luis Amara Kenji Ruth Omar Ingrid Paul Nadia Colin Mei Hassan Bridget Tomas Leila Grant Yuki Sandra "
    "Emeka Claire Rahul Anke Diego Fiona Samir Heather Viktor Joanne Kwame Lucia Peter Shreya Aaron Birgit Carlos "
    "Denise Erik Farah George Hana Ian Julia Karim Laura Mateo Nina Oscar Petra Quentin Rosa Stefan Tanya Uma "
    "Vincent Wendy Xavier Yasmin Zoe Alan Beatrice Craig Deepa Elliot Freya Gareth Helga Isaac Jill Keith Lena "
    "Martin Naomi Owen Paula Rashid Simone Theo Ursula Vera Walter Adele Bruno Chloe Derek Edith Felix Greta Hugo "
    "Irene Joel Kira Leo Mona Nils Olga Pia"
)
FIRST_NAMES = tuple(_FIRST_NAMES.split())

_LAST_NAMES = (
    "Ruiz Hartman Adeyemi Tanaka Feldman Haddad Nyberg Whitaker Petrova Doyle Zhang Farouk Keane Novotny Rahimi "
    "Holloway Sato Mercer Eze Dubois Kapoor Vogel Morales Sinclair Aziz Langley Orlov Pratt Mensah Ferrari Novak "
    "Iyer Blake Schmidt Ortega Walsh Larsen Nasser Palmer Kim Baxter Moretti Saleh Bishop Rojas Weiss Sandberg "
    "Marsh Delgado Fischer Ivanova Menon Lefevre Chandler Ibarra Hussain Crane Becker Osborne Reyes Lindgren Nair "
    "Fraser Gallo Shapiro Bauer Winters Castro Hoffman Pereira Stanton Dahl Greer Romano Khoury Vance Aoki Silva "
    "Thorne Engel Flores Hale Kaur Lopez Maier Nolan Okoro Parry Quist Rosen Stark Tran Unger Vidal Wong Yilmaz "
    "Zeller Abbott Brooks Cortez"
)
LAST_NAMES = tuple(_LAST_NAMES.split())

TITLES = (
    ("Operations Director", "Head of Operations", "Operations Manager", "VP Operations", "Planning Manager"),
    ("CFO", "Finance Director", "Financial Controller", "Head of Procurement"),
    ("IT Manager", "Head of IT", "Systems Architect", "CIO"),
    ("Regional Manager", "Site Manager", "Team Lead", "Business Analyst"),
    ("HR Director", "Managing Director", "Chief of Staff", "COO"),
)

COUNTRIES = (
    ("US", 0.58, "USD"),
    ("CA", 0.07, "USD"),
    ("GB", 0.12, "USD"),
    ("DE", 0.09, "EUR"),
    ("FR", 0.06, "EUR"),
    ("NL", 0.05, "EUR"),
    ("IE", 0.03, "EUR"),
)

COMPETITORS = ("Planwise", "Rotaflow", "Sheetsmith", "OpsDeck")
