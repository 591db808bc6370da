namespace Azsreg.Remoting.Server;

/// <summary>One command's output: objects to the next command, or to the client behind the last one; everything else straight to the client.</summary>
internal sealed class StageOutput(ICommandOutput client, ObjectPipe? next, bool mergesErrors) : ICommandOutput
{
    public bool HasHost => client.HasHost;

    public void WriteObject(object? value)
    {
        if (next is null) client.WriteObject(value);
        else if (!next.TryWrite(value))
            throw new CommandFailedException(new RemoteError("A command wrote too many objects into the pipeline.", "PipelineTooLong"));
    }

    public void WriteError(RemoteError error)
    {
        if (mergesErrors) WriteObject(error);
        else client.WriteError(error);
    }

    public void WriteWarning(string text) => client.WriteWarning(text);

    public void WriteVerbose(string text) => client.WriteVerbose(text);

    public void WriteDebug(string text) => client.WriteDebug(text);

    public void WriteProgress(RemoteProgress progress) => client.WriteProgress(progress);

    public void WriteInformation(RemoteInformation information) => client.WriteInformation(information);

    public void CallHost(string clixml) => client.CallHost(clixml);

    public void KeepSecret() => client.KeepSecret();
}
