"""Spanish: the headings of exports made in Spain and in Latin America."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = (
    "cliente|empresa|nombre de la empresa|nombre del cliente|organización|razón social|cuenta|"
    "nombre de la cuenta|nombre de cuenta|compañía"
)
TONGUE = Tongue(
    "es",
    files={
        "accounts": "clientes|cuentas|empresas|organizaciones|lista de clientes",
        "contacts": "contactos|personas",
        "leads": "prospectos|candidatos|solicitudes|interesados",
        "deals": "oportunidades|negocios|negociaciones|oportunidades de venta|tratos",
        "activities": "actividades|tareas|reuniones|visitas|llamadas",
        "reps": "vendedores|comerciales|usuarios|representantes|propietarios",
        "subscriptions": "suscripciones|contratos",
        "deal_lines": "líneas|partidas|líneas de pedido|líneas de oferta",
        "products": "productos|artículos|catálogo",
        "tickets": "incidencias|casos|solicitudes de soporte",
        "deal_changes": "historial de campos|historial de oportunidades|historial de etapas|historial de negocios|"
        "historial de cambios",
        "fx_rates": "tipos de cambio|tasas de cambio|cotizaciones",
    },
    everywhere={
        "currency": "moneda|divisa|código de moneda",
        "created_at": "fecha de creación|creado el|creada el|fecha de alta|fecha de apertura|fecha creación|"
        "hora de creación|creado|"
        "creada",
        "email": "correo|correo electrónico|dirección de correo|dirección de correo electrónico",
        "account_id": "id de cliente|número de cliente|id cliente|código de cliente|id de la cuenta|"
        "id de empresa|n° cliente",
        "rep_id": "propietario|vendedor|comercial|responsable|asignado a|ejecutivo|agente comercial|"
        "propietario de la oportunidad|propietario de trato|propietario del trato|representante|"
        "propietario del negocio|propietario oportunidad|titular|"
        "titular de la oportunidad",
        "deal_id": "id de oportunidad|número de oportunidad|id oportunidad|id del negocio|id de la oportunidad",
        "product_id": "código de producto|id de producto|referencia|código de artículo|id producto",
        "field": "campo / evento|campo|nombre del campo|propiedad|campo modificado",
        "old_value": "valor anterior|valor antiguo|antiguo valor",
        "new_value": "nuevo valor|valor nuevo|valor",
        "changed_at": "fecha de modificación|fecha de edición|modificado el|fecha del cambio|marca de tiempo|"
        "fecha de cambio",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|nombre",
            "domain": "sitio web|página web|dominio",
            "industry": "industria|giro|sector de actividad|rubro",
            "country": "país|país de facturación",
            "employees": "número de empleados|empleados|plantilla",
            "segment": "segmento|tipo de cliente|categoría de cliente|grupo de clientes",
            "parent_account_id": "empresa matriz|cuenta principal|matriz",
        },
        "contacts": {
            "contact_id": "id de contacto|número de contacto|id contacto",
            "account_id": _COMPANY,
            "name": "nombre completo|nombre del contacto|contacto|persona de contacto",
            "title": "cargo|puesto",
        },
        "leads": {
            "lead_id": "id de prospecto|número de prospecto|id del lead|id de candidato",
            "source": "origen|fuente|origen del candidato|origen del prospecto|fuente original|procedencia",
            "campaign": "campaña|nombre de la campaña",
            "company": _COMPANY,
            "mql_at": "fecha mql",
            "sql_at": "fecha sql",
            "converted_at": "fecha de conversión|convertido el",
            "disqualified_at": "fecha de descalificación|descalificado el",
            "disqualified_reason": "motivo de descalificación|razón de descalificación",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "nombre de la oportunidad|título|asunto|nombre del negocio|nombre del trato|nombre de trato|nombre",
            "kind": "tipo|tipo de oportunidad|tipo de negocio",
            "stage": "etapa|fase|etapa del negocio|etapa de venta|fase de venta",
            "status": "estado|estatus|resultado",
            "amount": "importe|monto|valor|valor del negocio|cantidad total|ingresos estimados|valor estimado",
            "closed_at": "fecha de cierre|cerrado el|cerrada el|fecha cierre|fecha de cierre real",
            "expected_close_on": "fecha de cierre prevista|fecha de cierre estimada|cierre previsto|"
            "fecha estimada de cierre",
            "lost_reason": "motivo de pérdida|razón de pérdida|motivo de la pérdida|causa de pérdida",
            "competitor": "competidor|competencia|principal competidor",
        },
        "activities": {
            "activity_id": "id de actividad|número de actividad|id de tarea",
            "kind": "tipo|tipo de actividad|clase",
            "direction": "dirección de la llamada|sentido",
            "occurred_at": "fecha de actividad|fecha de inicio|inicio|fecha de la reunión|realizada el|fecha",
            "minutes": "duración|minutos|duración en minutos",
            "account_id": _COMPANY,
            "contact_id": "contacto|id de contacto|persona",
            "deal_id": "oportunidad|negocio|trato",
            "subject": "asunto|título|tema",
            "body": "descripción|comentarios|contenido|notas|observaciones",
        },
        "reps": {
            "rep_id": "id de usuario|id de vendedor|número de empleado|id usuario",
            "name": "nombre completo|nombre del vendedor|nombre",
            "team": "equipo|departamento|región|zona|sucursal|oficina",
            "manager_rep_id": "jefe|supervisor|gerente",
            "started_on": "fecha de ingreso|fecha de contratación|fecha de incorporación",
            "ended_on": "fecha de baja|fecha de salida",
        },
        "subscriptions": {
            "subscription_id": "número de contrato|id de contrato|id de suscripción|contrato|n° contrato",
            "account_id": _COMPANY,
            "product_id": "producto|plan contratado|tarifa|paquete",
            "arr": "importe anual|valor anual|ingreso recurrente anual|cuota anual|monto anual",
            "started_on": "fecha de inicio|inicio|inicio del contrato|fecha de alta",
            "ended_on": "fecha de fin|fin|fecha de baja|fecha de cancelación|fin del contrato|cancelado el",
            "end_reason": "motivo de baja|motivo de cancelación|razón de cancelación",
            "renews_on": "fecha de renovación|próxima renovación|renovación",
        },
        "deal_lines": {
            "product_id": "producto|artículo|nombre del producto",
            "quantity": "cantidad|unidades",
            "list_price": "precio de lista|precio de catálogo|precio tarifa",
            "price": "precio unitario|precio de venta|precio|precio neto",
            "unit_cost": "costo unitario|coste unitario|costo|coste|precio de compra",
        },
        "products": {
            "name": "nombre del producto|producto|artículo|nombre|descripción",
            "family": "familia|categoría|línea de producto|familia de productos",
            "list_price": "precio de lista|precio de venta|precio|precio unitario",
            "unit_cost": "costo|coste|costo unitario|coste unitario|precio de compra",
        },
        "tickets": {
            "ticket_id": "número de caso|id de caso|número de ticket|número de incidencia|id de incidencia",
            "account_id": _COMPANY,
            "opened_at": "fecha de apertura|abierto el|creado el|fecha de creación",
            "closed_at": "fecha de cierre|cerrado el|resuelto el|fecha de resolución",
            "severity": "prioridad|gravedad|urgencia",
            "capability": "tema|categoría|asunto|módulo",
        },
        "fx_rates": {
            "day": "fecha|día|fecha del tipo|fecha de cotización",
            "rate": "tipo de cambio|tasa de cambio|tasa|cotización",
            "to_currency": "moneda destino|moneda de destino|divisa de destino|moneda base",
        },
    },
    either={
        "deals": {
            "fecha": "created_at|closed_at",
            "número": "deal_id|account_id",
            "fecha de venta": "created_at|closed_at",
        },
        "accounts": {"estado": "country|segment", "tipo": "segment|industry"},
        "subscriptions": {"fecha": "started_on|ended_on", "importe": "arr", "monto": "arr"},
        "tickets": {"fecha": "opened_at|closed_at"},
        "reps": {"fecha": "started_on|ended_on"},
    },
    won="ganad[oa]s?|adjudicad[oa]s?|firmad[oa]s?",
    lost="perdid[oa]s?|descalificad[oa]s?|descartad[oa]s?|cancelad[oa]s?|rechazad[oa]s?|abandonad[oa]s?",
    open="abiert|en curso|propuesta|negociaci|calificaci|cualificaci|nuev[oa]|cotizaci|presentaci|contacto|"
    "análisis|pendiente",
    refusal="no|nunca",
    deleted="eliminad[oa]",
    ended="resuelt[oa]|cerrad[oa]",
    actual="real(?!i)",
    kinds={
        "renewal": "renova|prorroga",
        "expansion": "amplia|existente|adicional",
        "new": "nuev|primer",
    },
    activities={
        "email": "correo",
        "call": "llamada",
        "meeting": "reuni|cita",
        "note": "nota",
        "task": "tarea",
    },
)
