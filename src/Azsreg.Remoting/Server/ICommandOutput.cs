namespace Azsreg.Remoting.Server;

/// <summary>Where a running command's streams go: to the client, to the next command of the pipeline, or into a job.</summary>
internal interface ICommandOutput
{
    /// <summary>True if the client has a host that shows lines to a person.</summary>
    bool HasHost { get; }

    void WriteObject(object? value);

    void WriteError(RemoteError error);

    void WriteWarning(string text);

    void WriteVerbose(string text);

    void WriteDebug(string text);

    void WriteProgress(RemoteProgress progress);

    void WriteInformation(RemoteInformation information);

    /// <summary>Calls a method of the client's host that gives no answer; without a host nothing happens.</summary>
    void CallHost(string clixml);

    /// <summary>What the pipeline writes from now on must not be transcribed.</summary>
    void KeepSecret();
}
