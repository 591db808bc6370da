namespace Azsreg.Remoting;

/// <summary>The peer refused the user name and password (HTTP 401).</summary>
public sealed class RemotingSignInException : RemotingException
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingSignInException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingSignInException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingSignInException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
