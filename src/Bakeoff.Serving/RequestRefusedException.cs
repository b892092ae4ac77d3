using Bakeoff.Options;

namespace Bakeoff.Serving;

/// <summary>A request cannot be answered, and the client can be told why.</summary>
internal sealed class RequestRefusedException : BakeoffException
{
    /// <param name="status">Status code of the answer.</param>
    /// <param name="detail">What is wrong, the rule, and the next step.</param>
    public RequestRefusedException(int status, string detail)
        : base(new ErrorDetails(detail)) => Status = status;

    /// <summary>Status code of the answer.</summary>
    public int Status { get; }
}
