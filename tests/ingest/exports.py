"""Made-up exports of the systems that ``init`` knows, in the headings of their own export and of their interfaces."""
# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an export, and what they say in our terms.

    Attributes:
        tables: file → the tables that it feeds.
        deals: deal → (account, seller, stage, status, amount, created on, closed on).
        others: (table, column) → the values that it must hold, in the order of the key.
    """

    name: str
    files: dict[str, str]
    tables: dict[str, set[str]]
    deals: dict[str, tuple[str | None, ...]] = field(default_factory=dict)
    others: dict[tuple[str, str], list[str | None]] = field(default_factory=dict)


SALESFORCE_REPORT = Export(
    "salesforce, reports by their labels",
    {
        "Opportunities.csv": """Opportunity ID,Opportunity Name,Account ID,Account Name,Opportunity Owner,Stage,Amount Currency,Amount,Probability (%),Close Date,Created Date,Type,Lead Source,Won,Closed
0061,Fleet,0011,Acme,Bo Li,Closed Won,USD,1200.00,100,2026-02-20,2026-01-14,New Business,Web,1,1
0062,Depot,0012,Bolt,Al Ray,Closed Lost,USD,900.00,0,2026-02-21,2026-01-15,Existing Business,Web,0,1
0063,Yard,0011,Acme,Bo Li,Negotiation,USD,700.00,60,2026-09-30,2026-01-16,New Business,Event,0,0
""",
        "Accounts.csv": """Account ID,Account Name,Type,Billing Country,Industry,Employees,Website,Account Owner,Created Date
0011,Acme,Customer,US,Retail,50,https://acme.example,Bo Li,2025-01-01
0012,Bolt,Prospect,DE,Energy,70,bolt.example,Al Ray,2025-02-01
""",
        "Users.csv": """User ID,Full Name,Email,Role,Profile,Manager ID
0051,Bo Li,bo@x.example,Field,Sales,0052
0052,Al Ray,al@x.example,Lead,Sales,
""",
        "Opportunity Field History.csv": """Opportunity ID,Opportunity Name,Edited By,Field / Event,Old Value,New Value,Edit Date
0061,Fleet,Bo Li,Stage,Prospecting,Negotiation,2026-01-20
0061,Fleet,Bo Li,Stage,Negotiation,Closed Won,2026-02-20
0061,Fleet,Bo Li,Amount,1000.00,1200.00,2026-02-01
""",
    },
    {
        "Opportunities.csv": {"deals"},
        "Accounts.csv": {"accounts"},
        "Users.csv": {"reps"},
        "Opportunity Field History.csv": {"deal_changes"},
    },
    {
        "0061": ("0011", "0051", "Closed Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "0062": ("0012", "0052", "Closed Lost", "lost", "900", "2026-01-15", "2026-02-21"),
        "0063": ("0011", "0051", "Negotiation", "open", "700", "2026-01-16", None),
    },
    {
        ("deal_changes", "field"): ["amount", "stage", "stage"],
        ("accounts", "employees"): ["50", "70"],
        ("reps", "manager_rep_id"): ["0052", None],
    },
)

SALESFORCE_API = Export(
    "salesforce, objects by their API names",
    {
        "Opportunity.csv": """Id,IsDeleted,AccountId,Name,StageName,Amount,Probability,CloseDate,Type,IsClosed,IsWon,OwnerId,CreatedDate,SystemModstamp,CurrencyIsoCode
0061,false,0011,Fleet,Closed Won,1200.0,100.0,2026-02-20,New Business,true,true,0051,2026-01-14T09:00:00.000+0000,2026-02-20T09:00:00.000+0000,USD
0062,false,0012,Depot,Disqualified,900.0,0.0,2026-02-21,Renewal,true,false,0052,2026-01-15T09:00:00.000+0000,2026-02-21T09:00:00.000+0000,USD
0063,true,0012,Gone,Prospecting,1.0,10.0,2026-12-21,Renewal,false,false,0052,2026-01-15T09:00:00.000+0000,2026-02-22T09:00:00.000+0000,USD
""",
        "Account.csv": """Id,IsDeleted,Name,Type,ParentId,BillingCountry,Website,Industry,NumberOfEmployees,OwnerId,CreatedDate
0011,false,Acme,Customer,,US,acme.example,Retail,50,0051,2025-01-01T00:00:00.000+0000
0012,false,Bolt,Customer,0011,DE,bolt.example,Energy,70,0052,2025-01-02T00:00:00.000+0000
""",
        "Contact.csv": """Id,AccountId,LastName,FirstName,Name,Email,Title,OwnerId,CreatedDate
0031,0011,Fox,Ann,Ann Fox,ann@acme.example,CFO,0051,2025-01-03T00:00:00.000+0000
""",
        "Lead.csv": """Id,LastName,FirstName,Company,Email,LeadSource,Status,OwnerId,IsConverted,ConvertedDate,ConvertedAccountId,ConvertedOpportunityId,CreatedDate
00Q1,Fox,Ann,Acme,ann@acme.example,Web,Qualified,0051,true,2026-01-14,0011,0061,2026-01-02T00:00:00.000+0000
00Q2,Owl,Cy,Crow,cy@crow.example,Event,Open,0052,false,,,,2026-01-05T00:00:00.000+0000
""",
        "User.csv": """Id,Username,LastName,FirstName,Name,Email,Department,ManagerId,UserRoleId,IsActive,CreatedDate
0051,bo@x,Li,Bo,Bo Li,bo@x.example,Field,0052,00E1,true,2024-01-01T00:00:00.000+0000
0052,al@x,Ray,Al,Al Ray,al@x.example,Field,,00E1,true,2024-01-01T00:00:00.000+0000
""",
        "OpportunityHistory.csv": """Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,ExpectedRevenue,CloseDate,Probability,ForecastCategory
0081,0061,0051,2026-01-14T09:00:00.000+0000,Prospecting,1000.0,100,2026-03-01,10.0,Pipeline
0082,0061,0051,2026-02-20T09:00:00.000+0000,Closed Won,1200.0,1200,2026-02-20,100.0,Closed
""",
        "OpportunityLineItem.csv": """Id,OpportunityId,Product2Id,Quantity,UnitPrice,ListPrice,TotalPrice
00k1,0061,01t1,2,600.0,700.0,1200.0
""",
        "Product2.csv": """Id,Name,ProductCode,Family,IsActive,CreatedDate
01t1,Truck,T-1,Vehicles,true,2024-01-01T00:00:00.000+0000
""",
        "Task.csv": """Id,WhoId,WhatId,Subject,ActivityDate,Status,OwnerId,AccountId,TaskSubtype,CallDurationInSeconds,CreatedDate
00T1,0031,0061,Call,2026-01-20,Completed,0051,0011,Call,120,2026-01-19T00:00:00.000+0000
00T2,0031,0011,Mail,2026-01-21,Completed,0051,0011,Email,,2026-01-19T00:00:00.000+0000
""",
        "Event.csv": """Id,WhoId,WhatId,Subject,StartDateTime,EndDateTime,DurationInMinutes,OwnerId,AccountId,EventSubtype,CreatedDate
00U1,0031,0061,Visit,2026-01-22T10:00:00.000+0000,2026-01-22T11:00:00.000+0000,60,0051,0011,Event,2026-01-19T00:00:00.000+0000
""",
    },
    {
        "Opportunity.csv": {"deals"}, "Account.csv": {"accounts"}, "Contact.csv": {"contacts"}, "Lead.csv": {"leads"},
        "User.csv": {"reps"}, "OpportunityHistory.csv": {"deal_changes"}, "OpportunityLineItem.csv": {"deal_lines"},
        "Product2.csv": {"products"}, "Task.csv": {"activities"}, "Event.csv": {"activities"},
    },
    {
        "0061": ("0011", "0051", "Closed Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "0062": ("0012", "0052", "Closed Lost", "lost", "900", "2026-01-15", "2026-02-21"),
        "0063": ("0012", "0052", "Prospecting", "open", "1", "2026-01-15", None),
    },
    {
        ("deals", "StageName"): ["Closed Won", "Disqualified", "Prospecting"],
        ("activities", "kind"): ["call", "email", "meeting"],
        ("activities", "deal_id"): ["0061", None, "0061"],
        ("activities", "minutes"): ["2.0", None, "60.0"],
        ("leads", "deal_id"): ["0061", None],
        ("deal_changes", "field"): ["amount", "amount", "expected_close_on", "expected_close_on", "stage", "stage"],
        ("accounts", "parent_account_id"): [None, "0011"],
    },
)  # fmt: skip

HUBSPOT_EXPORT = Export(
    "hubspot, exports by their labels",
    {
        "hubspot-crm-exports-all-deals-2026-03-01.csv": """Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,Deal Type,Closed Lost Reason,Associated Company IDs,Date entered 'Demo (Sales Pipeline)',Date entered 'Closed won (Sales Pipeline)'
11,Fleet,Closed won,Sales Pipeline,1200,2026-02-20 10:00,2026-01-14 09:00,Bo Li,New Business,,901,2026-01-20 09:00,2026-02-20 10:00
12,Depot,Closed lost,Sales Pipeline,900,2026-02-21 10:00,2026-01-15 09:00,Al Ray,Existing Business,Price,902,2026-01-25 09:00,
13,Yard,Demo,Sales Pipeline,700,2026-09-30 10:00,2026-01-16 09:00,Bo Li,New Business,,901,2026-01-30 09:00,
""",
        "hubspot-crm-exports-all-companies-2026-03-01.csv": """Record ID,Company name,Company Domain Name,Industry,Country/Region,Number of Employees,Create Date,Company owner
901,Acme,acme.example,Retail,US,50,2025-01-01 09:00,Bo Li
902,Bolt,bolt.example,Energy,DE,70,2025-02-01 09:00,Al Ray
""",
        "hubspot-crm-exports-all-contacts-2026-03-01.csv": """Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs,Create Date,Original Source,Became a Marketing Qualified Lead Date,Became a Sales Qualified Lead Date,Became an Opportunity Date,Contact owner
801,Ann,Fox,ann@acme.example,CFO,901,2025-01-03 09:00,Organic Search,2025-02-01 09:00,2025-03-01 09:00,2026-01-14 09:00,Bo Li
802,Cy,Owl,cy@bolt.example,CTO,902,2025-01-04 09:00,Paid Search,,,,Al Ray
""",
        "owners.csv": """id,email,firstName,lastName,userId
71,bo@x.example,Bo,Li,1
72,al@x.example,Al,Ray,2
""",
    },
    {
        "hubspot-crm-exports-all-deals-2026-03-01.csv": {"deals", "deal_changes"},
        "hubspot-crm-exports-all-companies-2026-03-01.csv": {"accounts"},
        "hubspot-crm-exports-all-contacts-2026-03-01.csv": {"contacts", "leads"},
        "owners.csv": {"reps"},
    },
    {
        "11": ("901", "71", "Closed won", "won", "1200", "2026-01-14", "2026-02-20"),
        "12": ("902", "72", "Closed lost", "lost", "900", "2026-01-15", "2026-02-21"),
        "13": ("901", "71", "Demo", "open", "700", "2026-01-16", None),
    },
    {
        ("deal_changes", "new_value"): ["Demo", "Demo", "Demo", "Closed won"],
        ("leads", "source"): ["Organic Search", "Paid Search"],
        ("contacts", "name"): ["Ann Fox", "Cy Owl"],
    },
)

HUBSPOT_WAREHOUSE = Export(
    "hubspot, tables of a warehouse",
    {
        "deal.csv": """deal_id,is_deleted,deal_pipeline_id,deal_pipeline_stage_id,owner_id,property_dealname,property_amount,property_closedate,property_createdate
11,false,default,s2,71,Fleet,1200,2026-02-20 10:00:00,2026-01-14 09:00:00
12,false,default,s3,72,Depot,900,2026-02-21 10:00:00,2026-01-15 09:00:00
13,false,default,s1,71,Yard,700,,2026-01-16 09:00:00
""",
        "deal_pipeline_stage.csv": """stage_id,label,pipeline_id,display_order,probability,closed_won,is_closed
s1,Demo,default,1,0.4,false,false
s2,Signed,default,2,1.0,true,true
s3,Gone,default,3,0.0,false,true
""",
        "deal_company.csv": "company_id,deal_id,type_id\n901,11,5\n902,12,5\n901,13,5\n",
        "company.csv": """id,is_deleted,property_name,property_domain,property_createdate,property_industry,property_country
901,false,Acme,acme.example,2025-01-01 09:00:00,Retail,US
902,false,Bolt,bolt.example,2025-01-01 09:00:00,Energy,DE
""",
        "owner.csv": "owner_id,email,first_name,last_name\n71,bo@x.example,Bo,Li\n72,al@x.example,Al,Ray\n",
        "deal_property_history.csv": """deal_id,timestamp,source,name,source_id,value
11,2026-01-14 09:00:00,CRM,dealstage,x,s1
11,2026-02-20 10:00:00,CRM,dealstage,x,s2
11,2026-02-19 10:00:00,CRM,amount,x,1200
""",
        "engagement_call.csv": """engagement_id,property_hs_timestamp,property_hubspot_owner_id,property_hs_call_duration,type
501,2026-01-20 09:00:00,71,60000,CALL
""",
        "engagement_deal.csv": "deal_id,engagement_id,type_id\n11,501,206\n",
    },
    {
        "deal.csv": {"deals"}, "company.csv": {"accounts"}, "owner.csv": {"reps"},
        "deal_property_history.csv": {"deal_changes"}, "engagement_call.csv": {"activities"},
        "deal_pipeline_stage.csv": {"stages"},
    },
    {
        "11": ("901", "71", "Signed", "won", "1200", "2026-01-14", "2026-02-20"),
        "12": ("902", "72", "Gone", "lost", "900", "2026-01-15", "2026-02-21"),
        "13": ("901", "71", "Demo", "open", "700", "2026-01-16", None),
    },
    {
        ("deal_changes", "old_value"): [None, None, "Demo"],
        ("deal_changes", "new_value"): ["1200", "Demo", "Signed"],
        ("activities", "deal_id"): ["11"],
        ("activities", "minutes"): ["1.0"],
        ("reps", "name"): ["Bo Li", "Al Ray"],
    },
)  # fmt: skip

DYNAMICS_API = Export(
    "dynamics 365, entities by their logical names",
    {
        "opportunities.csv": """opportunityid,name,_parentaccountid_value,_ownerid_value,estimatedvalue,actualvalue,estimatedclosedate,actualclosedate,statecode,statuscode,stepname,createdon,modifiedon,_transactioncurrencyid_value
g-1,Fleet,a-1,u-1,1000,1200,2026-03-01,2026-02-20,1,3,4-Close,2026-01-14T09:00:00Z,2026-02-20T09:00:00Z,c-1
g-2,Depot,a-2,u-2,900,0.00,2026-03-02,2026-02-21,2,4,2-Develop,2026-01-15T09:00:00Z,2026-02-21T09:00:00Z,c-2
g-3,Yard,a-1,u-1,700,,2026-09-30,,0,1,1-Qualify,2026-01-16T09:00:00Z,2026-01-16T09:00:00Z,c-1
""",
        "accounts.csv": """accountid,name,websiteurl,industrycode,address1_country,numberofemployees,_parentaccountid_value,createdon
a-1,Acme,acme.example,1,US,50,,2025-01-01T00:00:00Z
a-2,Bolt,bolt.example,2,DE,70,a-1,2025-01-02T00:00:00Z
""",
        "systemusers.csv": """systemuserid,fullname,internalemailaddress,_businessunitid_value,createdon
u-1,Bo Li,bo@x.example,b-1,2024-01-01T00:00:00Z
u-2,Al Ray,al@x.example,b-1,2024-01-01T00:00:00Z
""",
        "transactioncurrencies.csv": """transactioncurrencyid,isocurrencycode,currencyname,exchangerate
c-1,GBP,Pound,1.0
c-2,EUR,Euro,1.2
""",
        "phonecalls.csv": """activityid,subject,description,actualstart,actualdurationminutes,_regardingobjectid_value,_ownerid_value,directioncode,createdon
p-1,Intro,hello,2026-01-20T09:00:00Z,30,g-1,u-1,true,2026-01-19T09:00:00Z
p-2,Intro,hello,2026-01-21T09:00:00Z,10,a-1,u-1,false,2026-01-19T09:00:00Z
""",
        "appointments.csv": """activityid,subject,scheduledstart,scheduledend,scheduleddurationminutes,_regardingobjectid_value,_ownerid_value,createdon
m-1,Demo,2026-01-25T09:00:00Z,2026-01-25T10:00:00Z,60,g-1,u-1,2026-01-19T09:00:00Z
""",
        "leads.csv": """leadid,subject,companyname,emailaddress1,leadsourcecode,_ownerid_value,statecode,createdon,_qualifyingopportunityid_value
l-1,Fleet,Acme,ann@acme.example,8,u-1,1,2026-01-02T00:00:00Z,g-1
""",
    },
    {
        "opportunities.csv": {"deals"}, "accounts.csv": {"accounts"}, "systemusers.csv": {"reps"},
        "phonecalls.csv": {"activities"}, "appointments.csv": {"activities"}, "leads.csv": {"leads"},
    },
    {
        "g-1": ("a-1", "u-1", "4-Close", "won", "1200", "2026-01-14", "2026-02-20"),
        "g-2": ("a-2", "u-2", "2-Develop", "lost", "900", "2026-01-15", "2026-02-21"),
        "g-3": ("a-1", "u-1", "1-Qualify", "open", "700", "2026-01-16", None),
    },
    {
        ("activities", "kind"): ["meeting", "call", "call"],
        ("activities", "direction"): [None, "outbound", "inbound"],
        ("activities", "deal_id"): ["g-1", "g-1", None],
        ("leads", "deal_id"): ["g-1"],
        ("deals", "currency"): ["GBP", "EUR", "GBP"],
    },
)  # fmt: skip

DYNAMICS_EXCEL = Export(
    "dynamics 365, its export to Excel",
    {
        "All Opportunities.csv": """(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Topic,Account,Est. Close Date,Est. Revenue,Actual Close Date,Actual Revenue,Status,Status Reason,Owner,Created On
g-1,x,2026-02-20 10:00,Fleet,Acme,2026-03-01,1000,2026-02-20,1200,Won,Won,Bo Li,2026-01-14
g-2,x,2026-02-21 10:00,Depot,Bolt,2026-03-02,900,2026-02-21,,Lost,Canceled,Al Ray,2026-01-15
g-3,x,2026-01-16 10:00,Yard,Acme,2026-09-30,700,,,Open,In Progress,Bo Li,2026-01-16
""",
        "Active Accounts.csv": """(Do Not Modify) Account,(Do Not Modify) Row Checksum,(Do Not Modify) Modified On,Account Name,Main Phone,Address 1: City,Address 1: Country/Region,Primary Contact
a-1,x,2026-01-01 10:00,Acme,1,Rome,IT,Ann Fox
a-2,x,2026-01-01 10:00,Bolt,2,Bonn,DE,Cy Owl
""",
    },
    {"All Opportunities.csv": {"deals"}, "Active Accounts.csv": {"accounts"}},
    {
        "g-1": ("a-1", "Bo Li", None, "won", "1200", "2026-01-14", "2026-02-20"),
        "g-2": ("a-2", "Al Ray", None, "lost", "900", "2026-01-15", "2026-02-21"),
        "g-3": ("a-1", "Bo Li", None, "open", "700", "2026-01-16", None),
    },
    {("accounts", "country"): ["IT", "DE"]},
)

PIPEDRIVE_EXPORT = Export(
    "pipedrive, its export",
    {
        "deals-1234-1.csv": """Deal - ID,Deal - Title,Deal - Organization,Deal - Contact person,Deal - Value,Deal - Currency of Value,Deal - Stage,Deal - Status,Deal - Owner,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Lost reason,Deal - Expected close date,Deal - Pipeline
7,Fleet,Acme,Ann Fox,1200,EUR,Proposal,Won,Bo Li,2026-01-14 09:00:00,2026-02-20 10:00:00,,,2026-03-01,Main
8,Depot,Bolt,Cy Owl,900,EUR,Demo,Lost,Al Ray,2026-01-15 09:00:00,,2026-02-21 10:00:00,Price,2026-03-01,Main
9,Yard,Acme,Ann Fox,700,EUR,Demo,Open,Bo Li,2026-01-16 09:00:00,,,,2026-09-30,Main
""",
        "organizations-1234-2.csv": """Organization - ID,Organization - Name,Organization - Owner,Organization - Address,Organization - Organization created
31,Acme,Bo Li,1 Road,2025-01-01 09:00:00
32,Bolt,Al Ray,2 Road,2025-01-02 09:00:00
""",
        "people-1234-3.csv": """Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Person created
41,Ann Fox,Acme,ann@acme.example,2025-01-03 09:00:00
""",
    },
    {
        "deals-1234-1.csv": {"deals"}, "organizations-1234-2.csv": {"accounts"}, "people-1234-3.csv": {"contacts"},
    },
    {
        "7": ("31", "Bo Li", "Proposal", "won", "1200", "2026-01-14", "2026-02-20"),
        "8": ("32", "Al Ray", "Demo", "lost", "900", "2026-01-15", "2026-02-21"),
        "9": ("31", "Bo Li", "Demo", "open", "700", "2026-01-16", None),
    },
    {("contacts", "account_id"): ["31"], ("contacts", "email"): ["ann@acme.example"]},
)  # fmt: skip

PIPEDRIVE_API = Export(
    "pipedrive, fields of its interface",
    {
        "deals.csv": """id,title,user_id,person_id,org_id,stage_id,pipeline_id,value,currency,add_time,update_time,status,won_time,lost_time,close_time,lost_reason,expected_close_date
7,Fleet,71,41,31,2,1,1200,EUR,2026-01-14 09:00:00,2026-02-20 10:00:00,won,2026-02-20 10:00:00,,2026-02-20 10:00:00,,2026-03-01
8,Depot,72,41,32,1,1,900,EUR,2026-01-15 09:00:00,2026-02-21 10:00:00,lost,,2026-02-21 10:00:00,2026-02-21 10:00:00,Price,2026-03-01
9,Yard,71,41,31,1,1,700,EUR,2026-01-16 09:00:00,2026-01-16 10:00:00,open,,,,,2026-09-30
""",
        "stages.csv": "id,order_nr,name,active_flag,deal_probability,pipeline_id\n1,1,Demo,true,40,1\n2,2,Proposal,true,80,1\n",
        "organizations.csv": "id,name,owner_id,people_count,add_time\n31,Acme,71,1,2025-01-01 09:00:00\n32,Bolt,72,0,2025-01-02 09:00:00\n",
        "users.csv": "id,name,email,active_flag,created\n71,Bo Li,bo@x.example,true,2024-01-01 09:00:00\n72,Al Ray,al@x.example,true,2024-01-01 09:00:00\n",
        "activities.csv": "id,type,subject,due_date,duration,done,marked_as_done_time,user_id,deal_id,person_id,org_id,note,add_time\n1,call,Intro,2026-01-20,00:30,true,2026-01-20 09:00:00,71,7,41,31,hello,2026-01-19 09:00:00\n",
        "notes.csv": "id,content,deal_id,person_id,org_id,user_id,add_time\n1,They fear price,8,41,32,72,2026-01-19 09:00:00\n",
    },
    {
        "stages.csv": {"stages"},
        "deals.csv": {"deals"}, "organizations.csv": {"accounts"}, "users.csv": {"reps"},
        "activities.csv": {"activities"}, "notes.csv": {"activities"},
    },
    {
        "7": ("31", "71", "Proposal", "won", "1200", "2026-01-14", "2026-02-20"),
        "8": ("32", "72", "Demo", "lost", "900", "2026-01-15", "2026-02-21"),
        "9": ("31", "71", "Demo", "open", "700", "2026-01-16", None),
    },
    {("activities", "kind"): ["call", "note"], ("activities", "activity_id"): ["1", "note-1"]},
)  # fmt: skip

ZOHO_EXPORT = Export(
    "zoho, its export",
    {
        "Deals_2026_03_01.csv": """Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name.id,Account Name,Stage,Type,Probability (%),Lead Source,Created Time,Modified Time,Reason For Loss
zcrm_7,zcrm_71,Bo Li,1200,Fleet,2026-02-20,zcrm_31,Acme,Closed Won,New Business,100,Web,2026-01-14 09:00:00,2026-02-20 09:00:00,
zcrm_8,zcrm_72,Al Ray,900,Depot,2026-02-21,zcrm_32,Bolt,Closed Lost to Competition,Existing Business,0,Web,2026-01-15 09:00:00,2026-02-21 09:00:00,Price
zcrm_9,zcrm_71,Bo Li,700,Yard,2026-09-30,zcrm_31,Acme,Negotiation/Review,New Business,90,Web,2026-01-16 09:00:00,2026-01-16 09:00:00,
""",
        "Accounts_2026_03_01.csv": """Record Id,Account Owner.id,Account Owner,Account Name,Website,Industry,Employees,Billing Country,Created Time
zcrm_31,zcrm_71,Bo Li,Acme,acme.example,Retail,50,US,2025-01-01 09:00:00
zcrm_32,zcrm_72,Al Ray,Bolt,bolt.example,Energy,70,DE,2025-01-02 09:00:00
""",
        "Leads_2026_03_01.csv": """Record Id,Lead Owner.id,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Lead Status,Created Time
zcrm_51,zcrm_71,Bo Li,Crow,Cy,Owl,cy@crow.example,Web,Contacted,2026-01-05 09:00:00
""",
        "Calls_2026_03_01.csv": """Record Id,Call Owner.id,Call Owner,Subject,Call Type,Call Start Time,Call Duration (in seconds),Related To.id,Related To,Description
zcrm_61,zcrm_71,Bo Li,Intro,Outbound,2026-01-20 09:00:00,120,zcrm_7,Fleet,hello
""",
    },
    {
        "Deals_2026_03_01.csv": {"deals"}, "Accounts_2026_03_01.csv": {"accounts"},
        "Leads_2026_03_01.csv": {"leads"}, "Calls_2026_03_01.csv": {"activities"},
    },
    {
        "zcrm_7": ("zcrm_31", "zcrm_71", "Closed Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "zcrm_8": ("zcrm_32", "zcrm_72", "Closed Lost to Competition", "lost", "900", "2026-01-15", "2026-02-21"),
        "zcrm_9": ("zcrm_31", "zcrm_71", "Negotiation/Review", "open", "700", "2026-01-16", None),
    },
    {("activities", "deal_id"): ["zcrm_7"], ("activities", "direction"): ["outbound"]},
)  # fmt: skip

ZOHO_API = Export(
    "zoho, modules by their API names",
    {
        "Deals.csv": """id,Deal_Name,Amount,Stage,Closing_Date,Created_Time,Modified_Time,Owner,Account_Name,Type
7,Fleet,1200,Closed Won,2026-02-20,2026-01-14T09:00:00+00:00,2026-02-20T09:00:00+00:00,71,31,New Business
8,Depot,900,Closed Lost,2026-02-21,2026-01-15T09:00:00+00:00,2026-02-21T09:00:00+00:00,72,32,New Business
9,Yard,700,Qualification,2026-09-30,2026-01-16T09:00:00+00:00,2026-01-16T09:00:00+00:00,71,31,New Business
""",
        "Accounts.csv": "id,Account_Name,Website,Industry,Employees,Billing_Country,Created_Time\n31,Acme,acme.example,Retail,50,US,2025-01-01T00:00:00+00:00\n32,Bolt,bolt.example,Energy,70,DE,2025-01-01T00:00:00+00:00\n",
        "Users.csv": "id,full_name,email,role,profile\n71,Bo Li,bo@x.example,Field,Standard\n72,Al Ray,al@x.example,Field,Standard\n",
        "Stage_History.csv": """Deal_Name,Stage,Amount,Closing_Date,Probability,Stage_Duration,Modified_Time
7,Qualification,1000,2026-03-01,10,5,2026-01-14T09:00:00+00:00
7,Closed Won,1200,2026-02-20,100,,2026-02-20T09:00:00+00:00
""",
    },
    {
        "Deals.csv": {"deals"}, "Accounts.csv": {"accounts"}, "Users.csv": {"reps"}, "Stage_History.csv": {"deal_changes"},
    },
    {
        "7": ("31", "71", "Closed Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "8": ("32", "72", "Closed Lost", "lost", "900", "2026-01-15", "2026-02-21"),
        "9": ("31", "71", "Qualification", "open", "700", "2026-01-16", None),
    },
    {("deal_changes", "field"): ["amount", "amount", "expected_close_on", "expected_close_on", "stage", "stage"]},
)  # fmt: skip

ODOO_EXPORT = Export(
    "odoo, its export by labels",
    {
        "Opportunity (crm.lead).csv": """External ID,Type,Opportunity,Customer,Salesperson,Sales Team,Stage,Expected Revenue,Probability,Active,Created on,Closed Date,Expected Closing,Lost Reason
__export__.crm_lead_7,Opportunity,Fleet,Acme,Bo Li,Sales,Won,1200.0,100.0,True,2026-01-14 09:00:00,2026-02-20 10:00:00,2026-03-01,
__export__.crm_lead_8,Opportunity,Depot,Bolt,Al Ray,Sales,Proposition,900.0,0.0,False,2026-01-15 09:00:00,2026-02-21 10:00:00,2026-03-01,Too expensive
__export__.crm_lead_9,Opportunity,Yard,Acme,Bo Li,Sales,Qualified,700.0,40.0,True,2026-01-16 09:00:00,,2026-09-30,
__export__.crm_lead_10,Lead,Crow,,Al Ray,Sales,New,0.0,10.0,True,2026-01-17 09:00:00,,,
""",
    },
    {"Opportunity (crm.lead).csv": {"deals", "leads"}},
    {
        "__export__.crm_lead_7": ("Acme", "Bo Li", "Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "__export__.crm_lead_8": ("Bolt", "Al Ray", "Proposition", "lost", "900", "2026-01-15", "2026-02-21"),
        "__export__.crm_lead_9": ("Acme", "Bo Li", "Qualified", "open", "700", "2026-01-16", None),
    },
    {("leads", "lead_id"): ["__export__.crm_lead_10"]},
)

ODOO_FIELDS = Export(
    "odoo, fields by their names",
    {
        "crm_lead.csv": """id,name,type,partner_id,user_id,team_id,stage_id,expected_revenue,probability,active,create_date,date_closed,date_deadline,date_conversion,email_from
7,Fleet,opportunity,31,71,1,4,1200.0,100.0,t,2026-01-14 09:00:00,2026-02-20 10:00:00,2026-03-01,2026-01-14 09:00:00,ann@acme.example
8,Depot,opportunity,32,72,1,2,900.0,0.0,f,2026-01-15 09:00:00,2026-02-21 10:00:00,2026-03-01,2026-01-15 09:00:00,
9,Yard,opportunity,31,71,1,2,700.0,40.0,t,2026-01-16 09:00:00,,2026-09-30,2026-01-16 09:00:00,
10,Crow,lead,,72,1,1,0.0,10.0,t,2026-01-17 09:00:00,,,,cy@crow.example
""",
        "crm_stage.csv": "id,name,sequence,is_won\n1,New,1,f\n2,Qualified,2,f\n4,Won,4,t\n",
        "res_partner.csv": """id,name,is_company,parent_id,country_id,website,email,function,create_date
31,Acme,t,,233,acme.example,,,2025-01-01 09:00:00
32,Bolt,t,,57,bolt.example,,,2025-01-02 09:00:00
41,Ann Fox,f,31,233,,ann@acme.example,CFO,2025-01-03 09:00:00
""",
        "res_users.csv": "id,login,name,create_date\n71,bo@x.example,Bo Li,2024-01-01 09:00:00\n72,al@x.example,Al Ray,2024-01-01 09:00:00\n",
    },
    {
        "crm_stage.csv": {"stages"},
        "crm_lead.csv": {"deals", "leads"}, "res_partner.csv": {"accounts", "contacts"}, "res_users.csv": {"reps"},
    },
    {
        "7": ("31", "71", "Won", "won", "1200", "2026-01-14", "2026-02-20"),
        "8": ("32", "72", "Qualified", "lost", "900", "2026-01-15", "2026-02-21"),
        "9": ("31", "71", "Qualified", "open", "700", "2026-01-16", None),
    },
    {("leads", "email"): ["cy@crow.example"], ("contacts", "account_id"): ["31"], ("accounts", "name"): ["Acme", "Bolt"]},
)  # fmt: skip

EXPORTS = (
    SALESFORCE_REPORT, SALESFORCE_API, HUBSPOT_EXPORT, HUBSPOT_WAREHOUSE, DYNAMICS_API, DYNAMICS_EXCEL,
    PIPEDRIVE_EXPORT, PIPEDRIVE_API, ZOHO_EXPORT, ZOHO_API, ODOO_EXPORT, ODOO_FIELDS,
)  # fmt: skip
