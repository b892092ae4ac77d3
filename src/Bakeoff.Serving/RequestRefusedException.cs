using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>A request is refused; the client gets the message.</summary>
/// <param name="status">Status code of the answer.</param>
/// <param name="details">What is wrong, the value, the rule and the next step.</param>
internal sealed class RequestRefusedException(int status, ErrorDetails details) : BakeoffException(details)
{
    /// <summary>Status code of the answer.</summary>
    public int Status => status;
}
