using System.Text;
using System.Text.Json;
using Azsreg.Protocol;

namespace Azsreg.Cli.Tests;

/// <summary>
/// Defects visible in the published registration script and its documents, each with a test that this tool does better. Over the wires, with a
/// stamp that was registered without a line.
/// <list type="number">
/// <item><c>UnRegister-AzsEnvironment -RegistrationToken</c> and <c>-CloudId</c> compare against a variable that is never set, so they find nothing.</item>
/// <item><c>Remove-AzsRegistration</c> reports a cloud-id mismatch, with a blank id, where the Azure resource is simply gone, and leaves the stamp activated.</item>
/// <item><c>-Reregister</c> does not recover the agreement number and the asset tag.</item>
/// <item>Every step is tried three times ten seconds apart, also where the answer cannot change: <c>Azsreg.Operator.Tests</c>, class of this name.</item>
/// <item>The service principal is made first and never taken back: there too.</item>
/// <item>The lock is removed before the PUT and not restored if that fails: there too.</item>
/// <item>The registration token is written in clear to the log.</item>
/// <item>Token and key files are UTF-16 where Windows PowerShell writes them.</item>
/// <item>Help, README and documents disagree on whether usage reporting can be switched off under PayAsYouUse.</item>
/// </list>
/// </summary>
public sealed class PublicToolDefectsTests
{
    [Fact]
    public async Task Defects_OneToThreeSevenAndEight_AreNotThisTools()
    {
        await using var world = await ScenarioStage.StartAsync("disconnected");
        var files = Directory.GetFiles(world.Carried);
        var token = files.Single(file => file.Contains("token", StringComparison.Ordinal));

        await FindsByTokenAndCloudIdAsync(world, token);
        await RecoversTheAgreementAsync(world);
        foreach (var file in files) IsPlainUtf8(file);
        await LogsHoldNoTokenAsync(world, await File.ReadAllTextAsync(token));
        await RemovesWhereTheResourceIsGoneAsync(world, token);
    }

    [Fact]
    public async Task Set_UsageReportingOffUnderPayAsYouUse_IsSaidAlikeEverywhere()
    {
        var help = await CliRun.RunAsync("registration", "set", "--help");
        var problem = BillingRules.Check(new BillingRequest(BillingModel.PayAsYouUse, UsageReporting: false)).Single();

        help.Out.ShouldContain("PayAsYouUse always does");
        problem.Message.ShouldBe("PayAsYouUse is billed by reported usage, so usage reporting cannot be off.");
        BillingRules.EffectiveUsageReporting(new BillingRequest(BillingModel.PayAsYouUse)).ShouldBeTrue();
        foreach (var page in Directory.GetFiles(Path.Combine(RepositoryRoot(), "docs"), "*.md").Append(Path.Combine(RepositoryRoot(), "README.md")))
        {
            var text = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
            foreach (var sentence in text.ReplaceLineEndings(" ").Split(". ").Where(one => one.Contains("PayAsYouUse", StringComparison.Ordinal)))
                sentence.ShouldNotContain("--usage-reporting off", Case.Insensitive, Path.GetFileName(page));
        }
    }

    private static async Task FindsByTokenAndCloudIdAsync(ScenarioStage world, string token)
    {
        var id = (await world.StatusAsync()).GetProperty("azure").GetProperty("registrationId").GetString()!;
        var cloudId = (await world.StatusAsync()).GetProperty("azure").GetProperty("cloudId").GetString()!;
        foreach (var way in new[] { new[] { "--token-file", token }, ["--cloud-id", cloudId] })
        {
            var plan = await world.JsonAsync(0, ["offline", "unregister", .. way, "--plan"]);
            plan.GetRawText().ShouldContain(ArmResourceId.Parse(id).Name, Case.Sensitive, string.Join(' ', way));
        }
    }

    private static async Task RecoversTheAgreementAsync(ScenarioStage world)
    {
        var plan = await world.JsonAsync(0, "registration", "set", "--reregister", "--plan", "--cloud-admin-password-file", world.PasswordFile);

        plan.GetProperty("billingModel").GetString().ShouldBe("Capacity");
        plan.GetRawText().ShouldContain("10004711");
    }

    private static void IsPlainUtf8(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes.ShouldAllBe(one => one < 0x80 && one != 0);
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Trim().ShouldNotBeEmpty();
    }

    private static async Task LogsHoldNoTokenAsync(ScenarioStage world, string token)
    {
        var logs = Directory.GetFiles(Path.Combine(world.Folder, "logs"), "*.log");
        logs.ShouldNotBeEmpty();
        foreach (var log in logs)
        {
            await using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            (await reader.ReadToEndAsync()).ShouldNotContain(token.Trim()[..40]);
        }
    }

    private static async Task RemovesWhereTheResourceIsGoneAsync(ScenarioStage world, string token)
    {
        await world.JsonAsync(0, "offline", "unregister", "--token-file", token, "--yes");

        var removed = await world.JsonAsync(0, "registration", "remove", "--yes", "--cloud-admin-password-file", world.PasswordFile);

        removed.GetProperty("activationState").GetString().ShouldBe("NotActivated");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "azsreg.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException("The test does not run below its source tree.");
    }
}
