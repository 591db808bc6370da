using System.Reflection;
using System.Runtime.InteropServices;
using Azsreg.Cli.Rendering;
using Azsreg.Cli.Shell;

namespace Azsreg.Cli.Verbs;

/// <summary><c>azsreg version</c>.</summary>
internal static class VersionVerb
{
    /// <summary>The program's version, without what a build adds behind a plus sign.</summary>
    public static string Version { get; } =
        typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Which azsreg this is, as data.</summary>
    public static object ToObject() => new
    {
        Version,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
    };

    public static Verb Create() => new(
        "version",
        "Says which azsreg this is, and on what it runs.",
        "azsreg version",
        (context, _, _) =>
        {
            if (context.IsJson)
            {
                context.WriteJson(ToObject());
                return Task.CompletedTask;
            }

            context.WriteBlock(new Block()
                .Add("azsreg", Version)
                .Add("runtime", RuntimeInformation.FrameworkDescription)
                .Add("system", RuntimeInformation.OSDescription));
            return Task.CompletedTask;
        });
}
