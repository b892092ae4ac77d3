using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>The server cannot listen on the given address.</summary>
/// <param name="details">The address, what is wrong and the next step.</param>
/// <param name="innerException">The cause, if there was one.</param>
public sealed class ServerStartException(ErrorDetails details, Exception? innerException = null)
    : BakeoffException(details, innerException);
