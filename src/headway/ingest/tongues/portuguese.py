"""Portuguese: the headings of exports made in Brazil and Portugal."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = "cliente|empresa|nome da empresa|nome do cliente|organização|razão social|conta|nome da conta|companhia"
TONGUE = Tongue(
    "pt",
    files={
        "accounts": "clientes|contas|empresas|organizações|lista de clientes",
        "contacts": "contatos|contactos|pessoas",
        "leads": "prospects|interessados|solicitações",
        "deals": "oportunidades|negócios|negociações|oportunidades de venda",
        "activities": "atividades|tarefas|reuniões|visitas|ligações",
        "reps": "vendedores|usuários|utilizadores|representantes|consultores",
        "subscriptions": "assinaturas|contratos",
        "deal_lines": "itens|itens da proposta|itens do pedido",
        "products": "produtos|catálogo",
        "tickets": "chamados|casos|solicitações de suporte",
        "deal_changes": "histórico de campos|histórico de oportunidades|histórico de etapas|histórico de negócios|"
        "histórico de alterações",
        "fx_rates": "taxas de câmbio|câmbio|cotações",
    },
    everywhere={
        "currency": "moeda|código da moeda",
        "created_at": "data de criação|criado em|criada em|data de abertura|data de cadastro|data criação|"
        "hora da criação|hora de criação|criado|"
        "criada|adicionado em",
        "email": "endereço de e-mail|correio eletrônico|e-mail do contato",
        "account_id": "id do cliente|código do cliente|número do cliente|id da conta|id da empresa|id cliente|"
        "código cliente",
        "rep_id": "proprietário|vendedor|responsável|atribuído a|consultor|executivo de vendas|dono|"
        "proprietário da oportunidade|representante|proprietário do negócio|proprietário oportunidade|titular",
        "deal_id": "id da oportunidade|número da oportunidade|id oportunidade|id do negócio|código da oportunidade",
        "product_id": "código do produto|id do produto|referência|código produto|id produto",
        "field": "campo / evento|campo|nome do campo|propriedade|campo alterado",
        "old_value": "valor antigo|valor anterior|antigo valor",
        "new_value": "novo valor|valor novo|valor",
        "changed_at": "data de edição|data de modificação|modificado em|alterado em|data da alteração|"
        "data de alteração",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|nome",
            "domain": "domínio|página web",
            "industry": "setor|ramo de atividade|segmento de atuação|indústria|ramo",
            "country": "país|país de cobrança",
            "employees": "número de funcionários|funcionários|quantidade de funcionários|colaboradores",
            "segment": "segmento|tipo de cliente|categoria do cliente|porte",
            "parent_account_id": "empresa matriz|conta pai|matriz|conta principal",
        },
        "contacts": {
            "contact_id": "id do contato|código do contato|id contato",
            "account_id": _COMPANY,
            "name": "nome completo|nome do contato|contato|pessoa de contato",
            "title": "cargo|função",
        },
        "leads": {
            "lead_id": "id do lead|número do lead|código do lead",
            "source": "origem|fonte|origem do lead|fonte original|canal de origem",
            "campaign": "campanha|nome da campanha",
            "company": _COMPANY,
            "mql_at": "data mql",
            "sql_at": "data sql",
            "converted_at": "data de conversão|convertido em",
            "disqualified_at": "data de desqualificação|desqualificado em",
            "disqualified_reason": "motivo de desqualificação|motivo da desqualificação",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "nome da oportunidade|título|assunto|nome do negócio|nome",
            "kind": "tipo|tipo de oportunidade|tipo de negócio",
            "stage": "etapa|fase|estágio|etapa do funil|etapa do negócio|fase da venda",
            "status": "situação|resultado|estado",
            "amount": "valor|montante|valor do negócio|valor total|valor da oportunidade|receita estimada|"
            "valor estimado",
            "closed_at": "data de fechamento|fechado em|data de encerramento|data do fechamento|fechada em|"
            "data de fecho",
            "expected_close_on": "data prevista de fechamento|previsão de fechamento|data de fechamento prevista|"
            "fechamento previsto|data de fechamento esperada",
            "lost_reason": "motivo da perda|motivo de perda|razão da perda",
            "competitor": "concorrente|concorrência|principal concorrente",
        },
        "activities": {
            "activity_id": "id da atividade|número da atividade|id da tarefa",
            "kind": "tipo|tipo de atividade|tipo da atividade",
            "direction": "direção|sentido",
            "occurred_at": "data da atividade|data de início|início|data da reunião|realizada em|data",
            "minutes": "duração|minutos|duração em minutos",
            "account_id": _COMPANY,
            "contact_id": "contato|id do contato|pessoa",
            "deal_id": "oportunidade|negócio",
            "subject": "assunto|título|tema",
            "body": "descrição|comentários|conteúdo|observações|anotações|notas",
        },
        "reps": {
            "rep_id": "id do usuário|id do vendedor|matrícula|código do vendedor",
            "name": "nome completo|nome do vendedor|nome",
            "team": "equipe|departamento|região|filial",
            "manager_rep_id": "gerente|supervisor|gestor",
            "started_on": "data de admissão|data de contratação|data de entrada",
            "ended_on": "data de desligamento|data de demissão|data de saída",
        },
        "subscriptions": {
            "subscription_id": "número do contrato|id do contrato|id da assinatura|contrato|assinatura",
            "account_id": _COMPANY,
            "product_id": "produto|plano|pacote",
            "arr": "valor anual|receita recorrente anual|mensalidade anualizada|valor anual do contrato",
            "started_on": "data de início|início|início do contrato|início da vigência",
            "ended_on": "data de término|término|data de cancelamento|fim do contrato|cancelado em|fim da vigência",
            "end_reason": "motivo do cancelamento|motivo de cancelamento",
            "renews_on": "data de renovação|próxima renovação|renovação",
        },
        "deal_lines": {
            "product_id": "produto|nome do produto|item",
            "quantity": "quantidade|qtd|qtde",
            "list_price": "preço de tabela|preço de lista",
            "price": "preço unitário|preço de venda|preço|valor unitário",
            "unit_cost": "custo unitário|custo|preço de custo",
        },
        "products": {
            "name": "nome do produto|produto|nome|descrição",
            "family": "família|categoria|linha|linha de produto",
            "list_price": "preço de tabela|preço de venda|preço|preço unitário|preço de lista",
            "unit_cost": "custo|preço de custo|custo unitário",
        },
        "tickets": {
            "ticket_id": "número do chamado|id do chamado|número do caso|protocolo|id do ticket",
            "account_id": _COMPANY,
            "opened_at": "data de abertura|aberto em|criado em|data de criação",
            "closed_at": "data de fechamento|fechado em|resolvido em|data de resolução|data de encerramento",
            "severity": "prioridade|gravidade|urgência",
            "capability": "tema|categoria|assunto|módulo",
        },
        "fx_rates": {
            "day": "data|dia|data da cotação|data da taxa",
            "rate": "taxa|taxa de câmbio|cotação",
            "to_currency": "moeda de destino|moeda destino|moeda base",
        },
    },
    either={
        "deals": {
            "data": "created_at|closed_at",
            "número": "deal_id|account_id",
            "data da venda": "created_at|closed_at",
        },
        "accounts": {"estado": "country|segment", "tipo": "segment|industry"},
        "subscriptions": {"data": "started_on|ended_on", "valor": "arr"},
        "tickets": {"data": "opened_at|closed_at"},
        "reps": {"data": "started_on|ended_on"},
    },
    won="ganh[oa]s?|neg[oó]cio fechado|vendid[oa]s?|conquistad[oa]s?",
    lost="perdid[oa]s?|cancelad[oa]s?|descartad[oa]s?|recusad[oa]s?|rejeitad[oa]s?|desqualificad[oa]s?",
    open="abert[oa]|em andamento|proposta|negociaç|qualificaç|nov[oa]|apresentaç|contato|análise|pendente|em aberto",
    refusal="não|nunca",
    deleted="excluíd[oa]|apagad[oa]|eliminad[oa]",
    ended="fechad[oa]|resolvid[oa]|encerrad[oa]|concluíd[oa]",
    actual="efetiv|real(?!i)",
    kinds={
        "renewal": "renova|prorroga",
        "expansion": "existente|adicional|amplia|cliente at[iu]",
        "new": "nov[ao]",
    },
    activities={
        "call": "ligaç|chamad",
        "meeting": "reuni",
        "note": "nota",
        "task": "tarefa",
    },
)
