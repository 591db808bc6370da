using System.Text.Json;

namespace Azsreg.EndToEnd.Tests.Refusals;

/// <summary>What every refusal owes to the one who meets it.</summary>
internal static class Refused
{
    /// <summary>Passwords the tests type and get wrong.</summary>
    public const string WrongPassword = "Entirely-wr0ng-passw0rd";

    private static readonly string[] Kinds = ["", "failed", "usage", "signInOrRights", "notFound", "conflict", "unreachable"];

    /// <summary>The error of a run with <c>--output json</c>, after checking what all have in common.</summary>
    /// <param name="result">The run.</param>
    /// <param name="code">The catalogue's code.</param>
    /// <param name="exitCode">The exit code, which the kind repeats in words.</param>
    public static JsonElement ShouldBeRefused(this ProgramResult result, string code, int exitCode)
    {
        var printed = $"stdout:\n{result.Output}\nstderr:\n{result.Error}";
        result.ExitCode.ShouldBe(exitCode, printed);
        var error = result.Json.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe(code, printed);
        error.GetProperty("kind").GetString().ShouldBe(Kinds[exitCode]);
        foreach (var part in new[] { "message", "detail", "fix" })
            error.GetProperty(part).GetString().ShouldNotBeNullOrWhiteSpace(part);
        error.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Array);
        result.ShouldTellNoSecret();
        return error;
    }

    /// <summary>No password, token or key in what was printed, and nothing only a programmer understands.</summary>
    public static void ShouldTellNoSecret(this ProgramResult result)
    {
        foreach (var text in new[] { result.Output, result.Error })
        {
            text.ShouldNotContain(LocalWorld.Password);
            text.ShouldNotContain(WrongPassword);
            // How every token in the form of a JWT or of base64 JSON begins.
            text.ShouldNotContain("eyJ", Case.Sensitive);
            text.ShouldNotContain("   at Azsreg.");
        }
    }

    public static string Detail(this JsonElement error) => error.GetProperty("detail").GetString()!;

    /// <summary>The fix with the commands to type.</summary>
    public static string WayOut(this JsonElement error) =>
        string.Join('\n', error.GetProperty("next").EnumerateArray().Select(one => one.GetString()).Prepend(error.GetProperty("fix").GetString()));
}
