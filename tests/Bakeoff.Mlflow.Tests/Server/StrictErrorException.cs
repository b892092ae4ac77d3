namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>An answer that real servers give to well-formed requests.</summary>
internal sealed class StrictErrorException(int status, string code, string message) : Exception(message)
{
    internal int Status { get; } = status;

    internal string Code { get; } = code;
}
