using Azsreg.Remoting;
using Azsreg.Remoting.Server;
using Azsreg.Stamp.Access;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Validation;

/// <summary>
/// <c>Test-AzureStack</c>: as the real one it prints a line a test and returns whether no fault was found; with <c>-DetailedResults</c> it
/// returns the results themselves.
/// </summary>
internal sealed class ValidationCommands(StampTests tests, StampAccess access, AuditLog audit, TimeProvider clock) : ICommandGroup
{
    private const string Activity = "Test-AzureStack";
    private const string Default = "Default";
    private const int LongestTimeout = 24 * 60 * 60;

    public IEnumerable<ConstrainedCommand> Commands()
    {
        yield return new(Activity, PrivilegedEndpointCommands.Guarded(TestAsync))
        {
            Description = "Tests what this stamp's registration hangs on. Prints PASS, WARN, FAIL or SKIP a test and returns true if no test failed.",
            Parameters =
            [
                new("Group", typeof(string)) { ValidateSet = [Default, StampTests.Registration], DefaultValue = Default, Description = "The tests of one group; Default runs all." },
                new("Include", typeof(string[])) { Description = "Only these tests, with * and ? as wildcards." },
                new("Ignore", typeof(string[])) { Description = "All but these tests." },
                ConstrainedParameter.Switch("List", "Lists the tests and runs none."),
                ConstrainedParameter.Switch("DetailedResults", "Returns the results instead of true or false."),
                new("TimeoutSeconds", typeof(int)) { DefaultValue = 1800, Description = "Longest time of all tests together." },
            ],
            OutputTypes = ["System.Boolean", "AzureStackTestResult", "AzureStackTest"],
        };
    }

    private async Task TestAsync(CommandInvocation run, StampCaller caller, CancellationToken cancellationToken)
    {
        await access.DemandAsync(caller, StampActions.RunTests, cancellationToken: cancellationToken);
        var chosen = Choose(run);
        if (run.Get<bool>("List"))
        {
            foreach (var test in chosen)
                run.WriteObject(new RemoteObject("AzureStackTest") { ["Name"] = test.Name, ["Group"] = test.Group, ["Description"] = test.Description });
            return;
        }

        if (run.Get<int>("TimeoutSeconds") is not (> 0 and <= LongestTimeout and var seconds))
            throw new CommandFailure("TimeoutOutOfRange", $"Cannot wait that long: -TimeoutSeconds is a number from 1 to {LongestTimeout}.");
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        var results = new List<(StampTest Test, TestOutcome Outcome)>();
        foreach (var test in chosen)
        {
            run.WriteProgress(new RemoteProgress(Activity, test.Name) { PercentComplete = 100 * results.Count / chosen.Count });
            var outcome = await RunAsync(test, either.Token, cancellationToken);
            results.Add((test, outcome));
            run.WriteInformation($"{outcome.Verdict}  {test.Name,-30}  {outcome.Message}", "PSHOST");
        }

        run.WriteProgress(new RemoteProgress(Activity, "Done") { PercentComplete = 100, IsCompleted = true });
        var summary = string.Join(", ", results.GroupBy(result => result.Outcome.Verdict).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}"));
        run.WriteInformation($"{results.Count} tests: {summary}", "PSHOST");
        await audit.WriteAsync(caller, StampActions.RunTests, Activity, "Succeeded", summary, cancellationToken);
        if (run.Get<bool>("DetailedResults"))
        {
            foreach (var (test, outcome) in results)
            {
                run.WriteObject(new RemoteObject("AzureStackTestResult")
                {
                    ["Name"] = test.Name,
                    ["Group"] = test.Group,
                    ["Result"] = outcome.Verdict.ToString(),
                    ["Message"] = outcome.Message,
                    ["Description"] = test.Description,
                });
            }
        }
        else
        {
            run.WriteObject(results.All(result => result.Outcome.Verdict != TestVerdict.FAIL));
        }
    }

    /// <summary>A test that hangs is a result too; a caller who gives up is none.</summary>
    private static async Task<TestOutcome> RunAsync(StampTest test, CancellationToken limited, CancellationToken cancellationToken)
    {
        try
        {
            limited.ThrowIfCancellationRequested();
            return await test.RunAsync(limited).WaitAsync(limited);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TestOutcome.Fail("It did not end in time.");
        }
    }

    private List<StampTest> Choose(CommandInvocation run)
    {
        var group = run.Get<string>("Group");
        var included = run.Get<string[]>("Include") ?? [];
        var ignored = run.Get<string[]>("Ignore") ?? [];
        var unknown = included.Concat(ignored).FirstOrDefault(pattern => !tests.All.Any(test => IsMatch(test.Name, pattern)));
        if (unknown is not null)
            throw new CommandFailure("TestNotFound", $"There is no test '{unknown}'. {Activity} -List lists them.");
        return
        [
            .. tests.All
                .Where(test => group is null or "" or Default || test.Group == group)
                .Where(test => included.Length == 0 || included.Any(pattern => IsMatch(test.Name, pattern)))
                .Where(test => !ignored.Any(pattern => IsMatch(test.Name, pattern))),
        ];
    }

    private static bool IsMatch(string name, string pattern) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);
}
