"""The columns of FOCUS's CostAndUsage: what each version has, and what their values may be.

The export and the check are made from this table alone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Version = Literal["1.2", "1.4"]
VERSIONS: tuple[Version, ...] = get_args(Version)
Type = Literal["decimal", "price", "text", "time", "json", "nested", "unit", "currency", "flag"]
Level = Literal["mandatory", "conditional", "recommended", "own"]
# Which of our files have a column: all, those that share costs out, or none.
Where = Literal["all", "shares", "none"]


class Column(NamedTuple):
    """A column of the specification, or one of our own beside it.

    A `price` is a decimal that is not negative, `json` an object of plain values, `nested` one of any. `mandatory`
    columns stand in every file. `nullable` is whether a value may be absent at all; `focus.rules` says when. `choices`
    closes a text. `where` says which of our files have it.
    """

    name: str
    type: Type
    level: Level
    nullable: bool
    doc: str
    choices: tuple[str, ...] = ()
    versions: tuple[Version, ...] = VERSIONS
    where: Where = "all"


_OLD: tuple[Version, ...] = ("1.2",)
_NEW: tuple[Version, ...] = ("1.4",)

CATEGORIES = ("Usage", "Purchase", "Tax", "Credit", "Adjustment")
CORRECTION = "Correction"
# The parts of each service category.
SUBCATEGORIES: dict[str, tuple[str, ...]] = {
    "AI and Machine Learning": ("AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing"),
    "Analytics": ("Analytics Platforms", "Business Intelligence", "Data Processing", "Search", "Streaming Analytics"),
    "Business Applications": ("Productivity and Collaboration",),
    "Compute": ("Containers", "End User Computing", "Quantum Compute", "Serverless Compute", "Virtual Machines"),
    "Databases": ("Caching", "Data Warehouses", "Ledger Databases", "NoSQL Databases", "Relational Databases", "Time Series Databases"),
    "Developer Tools": ("Developer Platforms", "Continuous Integration and Deployment", "Development Environments", "Source Code Management", "Quality Assurance"),
    "Identity": ("Identity and Access Management",),
    "Integration": ("API Management", "Messaging", "Workflow Orchestration"),
    "Internet of Things": ("IoT Analytics", "IoT Platforms"),
    "Management and Governance": ("Architecture", "Compliance", "Cost Management", "Data Governance", "Disaster Recovery", "Endpoint Management", "Observability", "Support"),
    "Media": ("Content Creation", "Gaming", "Media Streaming", "Mixed Reality"),
    "Migration": ("Data Migration", "Resource Migration"),
    "Mobile": (),
    "Multicloud": ("Multicloud Integration",),
    "Networking": ("Application Networking", "Content Delivery", "Network Connectivity", "Network Infrastructure", "Network Routing", "Network Security"),
    "Security": ("Secret Management", "Security Posture Management", "Threat Detection and Response"),
    "Storage": ("Backup Storage", "Block Storage", "File Storage", "Object Storage", "Storage Platforms"),
    "Web": ("Application Platforms",),
    "Other": (),
}  # fmt: skip
AI, GENERATIVE = "AI and Machine Learning", "Generative AI"


def subcategories(category: str) -> tuple[str, ...]:
    """The parts of a service category, with its rest."""
    return (*SUBCATEGORIES.get(category, ()), f"Other ({category})")


_SUB = tuple(part for category in SUBCATEGORIES for part in subcategories(category))

COLUMNS: tuple[Column, ...] = (
    Column("AvailabilityZone", "text", "recommended", True, "Zone within a region.", where="none"),
    Column("BilledCost", "decimal", "mandatory", False, "What is invoiced: a bill's amount; of usage that no bill covers an estimate, ContractedCost; of usage that a bill covers 0, for the bill's rows charge it."),
    Column("BillingAccountId", "text", "mandatory", False, "The account or organisation that is billed; `unstated` where nothing says which."),
    Column("BillingAccountName", "text", "mandatory", True, "The same as its id."),
    Column("BillingAccountType", "text", "conditional", True, "Type of the account.", where="none"),
    Column("BillingCurrency", "currency", "mandatory", False, "Currency of the costs: of usage the report's, of a charge its own."),
    Column("BillingPeriodEnd", "time", "mandatory", False, "First instant after the month of the charge."),
    Column("BillingPeriodStart", "time", "mandatory", False, "First instant of the month of the charge."),
    Column("CapacityReservationId", "text", "conditional", True, "A capacity reservation.", where="none"),
    Column("CapacityReservationStatus", "text", "conditional", True, "Whether it was used.", ("Used", "Unused"), where="none"),
    Column("ChargeCategory", "text", "mandatory", False, "Usage; of bills also Purchase (commitments), Tax, Credit and Adjustment (refunds and corrections).", CATEGORIES),
    Column("ChargeClass", "text", "mandatory", True, "Correction where a bill's line corrects another one.", (CORRECTION,)),
    Column("ChargeDescription", "text", "mandatory", True, "What was used, or the bill's own words."),
    Column("ChargeFrequency", "text", "recommended", False, "Usage-Based for usage, else One-Time.", ("One-Time", "Recurring", "Usage-Based")),
    Column("ChargePeriodEnd", "time", "mandatory", False, "First instant after the day of usage, or the end of the bill's line."),
    Column("ChargePeriodStart", "time", "mandatory", False, "First instant of the day of usage in UTC, or the start of the bill's line."),
    Column("CommitmentDiscountCategory", "text", "conditional", True, "What a commitment is in.", ("Spend", "Usage"), where="none"),
    Column("CommitmentDiscountId", "text", "conditional", True, "A commitment.", where="none"),
    Column("CommitmentDiscountName", "text", "conditional", True, "Its name.", where="none"),
    Column("CommitmentDiscountQuantity", "decimal", "conditional", True, "How much of it.", where="none"),
    Column("CommitmentDiscountStatus", "text", "conditional", True, "Null: no ledger keeps what a commitment was spent on. The validator looks for it.", ("Used", "Unused")),
    Column("CommitmentDiscountType", "text", "conditional", True, "Its type.", where="none"),
    Column("CommitmentDiscountUnit", "unit", "conditional", True, "Unit of its quantity.", where="none"),
    Column("CommitmentProgramEligibilityDetails", "nested", "conditional", True, "What commitments it is eligible for.", versions=_NEW, where="none"),
    Column("ConsumedQuantity", "decimal", "conditional", True, "What was used, in single units; 0 in a bill's row whose usage has rows of its own, null where nothing was used."),
    Column("ConsumedUnit", "unit", "conditional", True, "Unit of ConsumedQuantity, such as Tokens."),
    Column("ContractApplied", "nested", "conditional", True, "Contracts that were applied.", versions=_NEW, where="none"),
    Column("ContractedCost", "decimal", "mandatory", False, "The cost at the price book with all overlays: what `tokenomics report` says of the usage."),
    Column("ContractedUnitPrice", "price", "conditional", True, "ContractedCost of one PricingUnit."),
    Column("EffectiveCost", "decimal", "mandatory", False, "The same as ContractedCost; of a charge that is no usage what its bill says."),
    Column("HostProviderName", "text", "mandatory", False, "Whose machines served it: the same as ServiceProviderName.", versions=_NEW),
    Column("InvoiceDetailId", "text", "conditional", True, "Line of an invoice.", versions=_NEW, where="none"),
    Column("InvoiceId", "text", "recommended", True, "The invoice, which no ledger keeps: null."),
    Column("InvoiceIssuerName", "text", "mandatory", False, "Who sends the bill."),
    Column("ListCost", "decimal", "mandatory", False, "The cost at the bundled and imported list prices, before prices by quantity."),
    Column("ListUnitPrice", "price", "conditional", True, "ListCost of one PricingUnit."),
    Column("PricingCategory", "text", "conditional", True, "Standard for usage; Other for a bill's line, of which no price is known.", ("Standard", "Committed", "Dynamic", "Other")),
    Column("PricingCurrency", "currency", "conditional", False, "The same as BillingCurrency."),
    Column("PricingCurrencyContractedUnitPrice", "price", "conditional", True, "The same as ContractedUnitPrice."),
    Column("PricingCurrencyEffectiveCost", "decimal", "conditional", False, "The same as EffectiveCost."),
    Column("PricingCurrencyListUnitPrice", "price", "conditional", True, "The same as ListUnitPrice."),
    Column("PricingQuantity", "decimal", "mandatory", True, "What was used in the unit that prices are per; 1 of a bill's line, or -1 where it pays back."),
    Column("PricingUnit", "unit", "mandatory", True, "Unit of prices: 1000000 Tokens, or a piece."),
    Column("ProviderName", "text", "mandatory", False, "Who served and bills it.", versions=_OLD),
    Column("PublisherName", "text", "mandatory", False, "The same as ProviderName.", versions=_OLD),
    Column("RegionId", "text", "conditional", True, "Region or geography, where the usage or bill states one."),
    Column("RegionName", "text", "conditional", True, "The same as RegionId."),
    Column("ResourceId", "text", "conditional", True, "A provisioned resource.", where="none"),
    Column("ResourceName", "text", "conditional", True, "Its name.", where="none"),
    Column("ResourceType", "text", "conditional", True, "Its type.", where="none"),
    Column("ServiceCategory", "text", "mandatory", False, "AI and Machine Learning; Other for lines of services that serve no models.", tuple(SUBCATEGORIES)),
    Column("ServiceName", "text", "mandatory", False, "The service: of usage `PROVIDER API`, of a bill its own name for it."),
    Column("ServiceProviderName", "text", "mandatory", False, "Who served and bills it.", versions=_NEW),
    Column("ServiceSubcategory", "text", "recommended", False, "Generative AI; Other (Other) for lines of services that serve no models.", _SUB),
    Column("SkuId", "text", "conditional", True, "What is sold: provider, model and meter, or the bill's own id."),
    Column("SkuMeter", "text", "conditional", True, "What is measured, such as Cache Read Input Tokens."),
    Column("SkuPriceDetails", "json", "conditional", True, "Model, direction of tokens and what a cache did, under the keys of FOCUS's drafts for AI with `x_` before them."),
    Column("SkuPriceId", "text", "conditional", True, "SkuId with the tier, context size, region, variant and hours that its price is for."),
    Column("SubAccountId", "text", "conditional", True, "Project or workspace."),
    Column("SubAccountName", "text", "conditional", True, "The same as SubAccountId."),
    Column("SubAccountType", "text", "conditional", True, "Type of the sub account.", where="none"),
    Column("Tags", "json", "conditional", True, "What the usage is attributed to, by the names of dimensions: team, feature, environment, or as `--by` says; of a bill's line its own tags."),
    Column("AllocatedMethodDetails", "nested", "recommended", True, "The share that a team bears of what is of no single one, and what it is weighed by: `AllocatedRatio`, `UsageQuantity` and `UsageUnit`. The ratios of all teams sum to 1.", versions=_NEW, where="shares"),
    Column("AllocatedMethodId", "text", "conditional", True, "How it is shared out: by-cost, by-tokens, by-requests or even.", versions=_NEW, where="shares"),
    Column("AllocatedResourceId", "text", "conditional", True, "Who bears the share.", versions=_NEW, where="shares"),
    Column("AllocatedResourceName", "text", "conditional", True, "The same as AllocatedResourceId.", versions=_NEW, where="shares"),
    Column("AllocatedTags", "json", "conditional", True, "Who bears the share, by the names of dimensions.", versions=_NEW, where="shares"),
    Column("x_BilledQuantity", "decimal", "own", True, "What a bill's line says was used, where ConsumedQuantity is 0 because usage has rows of its own."),
    Column("x_Billing", "text", "own", True, "How usage is billed: metered, subscription, free and the like."),
    Column("x_Estimated", "flag", "own", False, "Whether BilledCost is an estimate, for no bill covers the usage."),
    Column("x_LineKind", "text", "own", False, "usage, tool, storage, commitment, credit, refund, tax or correction."),
    Column("x_ListAssumed", "flag", "own", False, "Whether ListCost is ContractedCost, because no list price is known."),
    Column("x_Meter", "text", "own", True, "The meter, under the name that records have for it."),
    Column("x_Model", "text", "own", True, "The model as it was called."),
    Column("x_RateAssumed", "flag", "own", False, "Whether the price is another meter's by assumption."),
    Column("x_RateUndated", "flag", "own", False, "Whether no source tells since when the price holds."),
    Column("x_ServiceTier", "text", "own", True, "Tier as served; null where none is stated."),
    Column("x_TokenBasis", "text", "own", True, "Whether counts are reported, estimated or partial."),
)  # fmt: skip

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
# What begins a column that is not FOCUS's.
OWN = "x_"


def columns_of(version: Version) -> tuple[Column, ...]:
    """The columns of a version, and our own."""
    return tuple(column for column in COLUMNS if version in column.versions)


def written(version: Version, *, has_shares: bool = False) -> tuple[Column, ...]:
    """The columns of an export in that version, in order; `has_shares` where it shares costs out."""
    places = {"all", "shares"} if has_shares else {"all"}
    return tuple(column for column in columns_of(version) if column.where in places)
