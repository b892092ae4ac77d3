using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>The server cannot listen where it was asked to.</summary>
public sealed class ServerStartException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where, what, and the next step.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public ServerStartException(string message, Exception? inner = null)
        : base(new ErrorDetails(message), inner)
    {
    }
}
