namespace Azsreg.Cli.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("azsreg-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
