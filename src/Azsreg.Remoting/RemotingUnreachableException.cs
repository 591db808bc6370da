namespace Azsreg.Remoting;

/// <summary>The peer cannot be reached, or the connection to it broke.</summary>
public sealed class RemotingUnreachableException : RemotingException
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingUnreachableException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingUnreachableException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingUnreachableException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
