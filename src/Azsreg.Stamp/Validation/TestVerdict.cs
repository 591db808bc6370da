namespace Azsreg.Stamp.Validation;

/// <summary>How a test of the stamp ended, in the words <c>Test-AzureStack</c> prints.</summary>
internal enum TestVerdict
{
    /// <summary>In order.</summary>
    PASS,

    /// <summary>Works, and should be looked at.</summary>
    WARN,

    /// <summary>Does not work.</summary>
    FAIL,

    /// <summary>Had nothing to test.</summary>
    SKIP,
}
