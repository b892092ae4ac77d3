using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>An engine is not installed, cannot be used here, or lacks a requested device, layer, loss or optimizer.</summary>
public sealed class EngineException : BakeoffException
{
    /// <summary>Creates the error of an engine.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="details">What is wrong, value, rule and next step; the place is set to <c>engine NAME</c>.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public EngineException(string engine, ErrorDetails details, Exception? innerException = null)
        : base(details with { Where = $"engine {engine}" }, innerException) => Engine = engine;

    /// <summary>Name of the engine.</summary>
    public string Engine { get; }
}
