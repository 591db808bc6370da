namespace Azsreg.Remoting.Tests.Support;

/// <summary>Tests that look at the memory of the process run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    /// <summary>What such a test's class names.</summary>
    public const string Name = "alone";
}
