namespace Azsreg.EndToEnd.Tests;

/// <summary>Which process is killed.</summary>
internal enum Victim
{
    Operator,
    Cloud,
    Stamp,
}
