using Bakeoff.Options;

namespace Bakeoff.Neural.Engines;

/// <summary>An engine is not installed, cannot be used here, or has not the device asked for.</summary>
public sealed class EngineException : BakeoffException
{
    /// <summary>Creates the error for an engine.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="problem">What is wrong, the rule, and the next step.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public EngineException(string engine, string problem, Exception? inner = null)
        : base(new ErrorDetails(problem) { Where = $"engine {engine}" }, inner) => Engine = engine;

    /// <summary>Name of the engine.</summary>
    public string Engine { get; }
}
