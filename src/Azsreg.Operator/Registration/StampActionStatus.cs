namespace Azsreg.Operator.Registration;

/// <summary>How the latest action on a stamp stands.</summary>
internal sealed record StampActionStatus(string? ActionId, string? FunctionName, string? Status, string? Step)
{
    public bool IsRunning => Status is not null && (Status.Equals("Running", StringComparison.OrdinalIgnoreCase) || Status.Equals("Pending", StringComparison.OrdinalIgnoreCase));

    public string Describe()
    {
        var id = ActionId is null ? "an action" : $"action {ActionId}";
        return $"{id}{(FunctionName is null ? "" : $" ({FunctionName})")} running on the stamp{(Step is null ? "" : $": {Step}")}";
    }
}
