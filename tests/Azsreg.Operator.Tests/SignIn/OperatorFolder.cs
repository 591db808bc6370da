using Azsreg.Hosting;

namespace Azsreg.Operator.Tests.SignIn;

/// <summary>A data folder that goes with the test.</summary>
internal sealed class OperatorFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("azsreg-operator-");

    public OperatorFolder() => Data = DataFolder.Open(_directory.FullName);

    public DataFolder Data { get; }

    public OperatorContext Open() => new(Data, TimeProvider.System);

    public void Dispose() => _directory.Delete(recursive: true);
}
