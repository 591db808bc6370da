namespace Azsreg.Remoting;

/// <summary>The user is known, but may not use the session configuration.</summary>
public sealed class RemotingAccessDeniedException : RemotingException
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingAccessDeniedException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingAccessDeniedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingAccessDeniedException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
