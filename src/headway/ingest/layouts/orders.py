"""Order systems: every order is a deal that was won on the day of the order; its worth is the sum of its lines."""

from __future__ import annotations

from headway.ingest.sheets import Layout, Sheet

_TOTAL = (
    "cast({unitprice} AS DOUBLE) * cast({quantity} AS DOUBLE) * (1 - coalesce(TRY_CAST({discount} AS DOUBLE), 0))",
    "cast({unitprice} AS DOUBLE) * cast({quantity} AS DOUBLE)",
)

LAYOUT = Layout(
    "orders",
    (
        Sheet(
            "order",
            "deals",
            files=("order", "orders", "salesorder", "salesorders", "salesorderheader", "saleorder"),
            marks=(
                "orderid|salesorderid|ordernumber|orderno",
                "orderdate|dateorder|orderedat",
                "customerid|customer|accountid|partnerid",
            ),
            without=("stage", "stagename", "quantity", "unitprice", "productid", "opportunityid"),
            columns={
                "deal_id": ("orderid", "salesorderid", "ordernumber", "orderno"),
                "account_id": ("customerid", "accountid", "customer", "partnerid"),
                "rep_id": ("employeeid", "salespersonid", "salesperson", "userid", "ownerid"),
                "name": (),
                "stage": (),
                "status": {"const": "won"},
                "amount": (
                    "ordertotal",
                    "totalamount",
                    "total",
                    "subtotal",
                    "amounttotal",
                    *(
                        {
                            "lookup": {
                                "file": "line",
                                "on": "orderid|salesorderid|ordernumber|orderno",
                                "key": "orderid|salesorderid|ordernumber|orderno",
                                "sum": total,
                            }
                        }
                        for total in _TOTAL
                    ),
                ),
                "created_at": ("orderdate", "dateorder", "orderedat"),
                "closed_at": ("orderdate", "dateorder", "orderedat"),
                "expected_close_on": (),
            },
            last=True,
            note="it holds orders and no lost deals: every order is taken as a deal won on its day",
        ),
        Sheet(
            "line",
            "deal_lines",
            files=("orderdetail", "orderdetails", "orderline", "orderlines", "orderitems", "salesorderdetail"),
            marks=(
                "orderid|salesorderid|ordernumber|orderno",
                "productid|sku|product",
                "quantity|qty|orderqty",
                "unitprice|price",
            ),
            columns={
                "deal_id": ("orderid", "salesorderid", "ordernumber", "orderno"),
                "product_id": ("productid", "sku", "product"),
                "quantity": ("quantity", "qty", "orderqty"),
                "price": ("unitprice", "price"),
            },
            last=True,
        ),
        Sheet(
            "customer",
            "accounts",
            files=("customer", "customers"),
            marks=("customerid", "companyname|customername|company"),
            without=("orderdate", "orderid"),
            columns={
                "account_id": "customerid",
                "name": ("companyname", "customername", "company"),
                "country": "country",
                "segment": (),
            },
            last=True,
        ),
        Sheet(
            "employee",
            "reps",
            files=("employee", "employees"),
            marks=("employeeid", "lastname", "firstname"),
            without=("orderid",),
            columns={
                "rep_id": "employeeid",
                "name": {"join": ["firstname", "lastname"]},
                "team": ("territory", "region", "department"),
                "manager_rep_id": ("reportsto", "managerid"),
                "started_on": "hiredate",
            },
            last=True,
        ),
        Sheet(
            "product",
            "products",
            files=("product", "products"),
            marks=("productid", "productname|name", "unitprice|categoryid|listprice|standardcost"),
            without=("quantity", "orderid", "recordid"),
            columns={
                "product_id": "productid",
                "name": ("productname", "name"),
                "family": (
                    {
                        "column": "categoryid",
                        "lookup": {"file": "category", "key": "categoryid", "value": "categoryname"},
                    },
                    "categoryname",
                ),
                "list_price": ("listprice", "unitprice"),
                "unit_cost": "standardcost",
            },
            last=True,
        ),
        Sheet(
            "category",
            "",
            files=("category", "categories"),
            marks=("categoryid", "categoryname"),
            without=("productid",),
        ),
    ),
)
