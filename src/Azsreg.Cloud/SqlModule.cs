using System.Reflection;

namespace Azsreg.Cloud;

/// <summary>A feature's SQL scripts; all that are registered are applied, in order, before the role serves.</summary>
/// <param name="Assembly">Where they are embedded.</param>
/// <param name="Prefix">What their names start with.</param>
internal sealed record SqlModule(Assembly Assembly, string Prefix)
{
    public static SqlModule Of(string feature) => new(typeof(SqlModule).Assembly, $"Azsreg.Cloud.{feature}.Sql");
}
