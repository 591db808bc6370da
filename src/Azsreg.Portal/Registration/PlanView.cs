using Azsreg.Operator.Workflow;
using Azsreg.Protocol;

namespace Azsreg.Portal.Registration;

/// <summary>The plan beside a form: what would be done, or what stands against it.</summary>
public sealed record PlanView
{
    /// <summary>What must be filled in first, as words.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Rules that what is filled in breaks.</summary>
    public IReadOnlyList<BillingProblem> Problems { get; init; } = [];

    /// <summary>Why there is no plan.</summary>
    public CataloguedException? Fault { get; init; }

    /// <summary>The plan.</summary>
    public WorkflowPlan? Plan { get; init; }

    /// <summary>What it is about, a line each: label and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> About { get; init; } = [];

    /// <summary>Who pays, in one sentence.</summary>
    public string? Billing { get; init; }

    /// <summary>The same for a shell.</summary>
    public string? Command { get; init; }

    /// <summary>What has to be typed before it is run; null where nothing is lost.</summary>
    public string? Confirmation { get; init; }

    /// <summary>The button that runs it.</summary>
    public string RunText { get; init; } = "Run";

    /// <summary>Where it is sent.</summary>
    public string RunPath { get; init; } = "";

    /// <summary>What is lost by it.</summary>
    public bool IsDangerous => Confirmation is not null;

    /// <summary>The plan's name by what it says.</summary>
    public string Digest => Plan is null ? "" : ShownPlan.DigestOf(Plan);
}
