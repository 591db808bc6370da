namespace Azsreg.Remoting;

/// <summary>The peer offers no authentication that may be used there.</summary>
public sealed class RemotingNotOfferedException : RemotingException
{
    /// <summary>Creates the exception without a message.</summary>
    public RemotingNotOfferedException()
    {
    }

    /// <summary>Creates the exception with the sentence for people.</summary>
    public RemotingNotOfferedException(string message) : base(message)
    {
    }

    /// <summary>Creates the exception with the sentence for people and its cause.</summary>
    public RemotingNotOfferedException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
