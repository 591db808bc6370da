namespace Azsreg.Remoting.Tests.Fuzz;

/// <summary>That the fuzzer sees what it looks for.</summary>
public sealed class FuzzRunTests
{
    private static readonly Mutator Inputs = new([.. new[] { "<S>a</S>", "<Obj RefId=\"0\"><MS><I32 N=\"A\">1</I32></MS></Obj>" }.Select(System.Text.Encoding.UTF8.GetBytes)], isXml: true);

    [Fact]
    public void Run_TargetThatThrowsSomethingElse_Fails()
    {
        var run = new FuzzRun(new FuzzTarget("throws", Inputs, input => _ = input[20]), 1);

        run.Run(200, TimeSpan.FromSeconds(30), workers: 2);

        run.Failures.ShouldNotBeEmpty();
        run.Failures[0].Reason.ShouldStartWith("System.IndexOutOfRangeException");
        run.Input(run.Failures[0].Index).ShouldBe(run.Failures[0].Input);
    }

    [Fact]
    public void Run_TargetThatThrowsAProtocolError_CountsItAsRefused()
    {
        var run = new FuzzRun(new FuzzTarget("refuses", Inputs, _ => throw new RemotingProtocolException("no")), 1);

        run.Run(50, TimeSpan.FromSeconds(30), workers: 2);

        run.Failures.ShouldBeEmpty();
        run.Refused.ShouldBe(50);
        run.Inputs.ShouldBe(50);
    }

    [Fact]
    public void Run_TargetThatDoesNotEnd_FailsAndReturns()
    {
        using var never = new ManualResetEventSlim();
        var run = new FuzzRun(new FuzzTarget("hangs", Inputs, _ => never.Wait()), 1) { TimeLimit = TimeSpan.FromMilliseconds(50) };

        run.Run(10, TimeSpan.FromSeconds(30), workers: 1);

        run.Failures.ShouldHaveSingleItem().Reason.ShouldStartWith("did not end");
        never.Set();
    }

    [Fact]
    public void Run_TargetThatAllocatesTooMuch_Fails()
    {
        var run = new FuzzRun(new FuzzTarget("allocates", Inputs, input => GC.KeepAlive(new byte[1_000_000 + input.Length])), 1);

        run.Run(1, TimeSpan.FromSeconds(30), workers: 1);

        run.Failures.ShouldHaveSingleItem().Reason.ShouldStartWith("allocated 100");
    }
}
