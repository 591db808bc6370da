namespace Azsreg.PowerShell.Cmdlets;

/// <summary>The names of the billing models, as the published cmdlets spell them.</summary>
internal static class BillingModels
{
    public const string PayAsYouUse = nameof(PayAsYouUse);
    public const string Capacity = nameof(Capacity);
    public const string Development = nameof(Development);
    public const string Custom = nameof(Custom);
    public const string Ruggedized = nameof(Ruggedized);
}
