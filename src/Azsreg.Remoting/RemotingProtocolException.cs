namespace Azsreg.Remoting;

/// <summary>The peer sent something the protocol does not allow, or exceeded a limit.</summary>
public sealed class RemotingProtocolException : RemotingException
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingProtocolException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingProtocolException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingProtocolException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
