namespace Azsreg.Remoting;

/// <summary>The base of every failure of PowerShell remoting.</summary>
public class RemotingException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
