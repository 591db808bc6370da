namespace Azsreg.Hosting.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Data = DataFolder.Open(Directory.CreateTempSubdirectory("azsreg-test-").FullName);

    public DataFolder Data { get; }

    public string Path => Data.Path;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
