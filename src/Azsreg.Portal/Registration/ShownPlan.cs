using System.Security.Cryptography;
using System.Text;
using Azsreg.Operator.Workflow;

namespace Azsreg.Portal.Registration;

/// <summary>A plan's name by what it says: a run goes on only with the plan that was shown.</summary>
internal static class ShownPlan
{
    /// <summary>32 hexadecimal digits; the same for two plans that say the same.</summary>
    public static string DigestOf(WorkflowPlan plan)
    {
        var text = new StringBuilder();
        foreach (var change in plan.Changes)
            text.Append(change.Kind).Append('\t').Append(change.Subject).Append('\t').Append(change.Old).Append('\t').Append(change.New).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
