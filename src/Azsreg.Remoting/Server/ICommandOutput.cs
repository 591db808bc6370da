namespace Azsreg.Remoting.Server;

/// <summary>Where a running command's streams go: to the client, or to the next command of the pipeline.</summary>
internal interface ICommandOutput
{
    void WriteObject(object? value);

    void WriteError(RemoteError error);

    void WriteWarning(string text);

    void WriteVerbose(string text);

    void WriteDebug(string text);

    void WriteProgress(RemoteProgress progress);

    void WriteInformation(RemoteInformation information);
}
