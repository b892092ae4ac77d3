using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Microsoft.ML.OnnxRuntime;

namespace Bakeoff.OnnxRuntime;

/// <summary>Runs ONNX files with ONNX Runtime, on the processor.</summary>
public sealed class OnnxRuntimeEngine : IModelEngine
{
    private readonly string _library;

    /// <summary>Loads ONNX Runtime.</summary>
    /// <exception cref="EngineException">Its native library cannot be loaded on this machine.</exception>
    public OnnxRuntimeEngine()
    {
        try
        {
            _library = OrtEnv.Instance().GetVersionString();
        }
        catch (Exception exception)
            when (Cause(exception) is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new EngineException(
                Name,
                new ErrorDetails($"ONNX Runtime cannot be loaded: {Cause(exception).Message.Split('\n')[0]}")
                {
                    NextStep = "docs/engines.md lists the systems that it runs on.",
                },
                exception);
        }
    }

    /// <inheritdoc/>
    public string Name => IModelEngine.OnnxRuntime;

    /// <inheritdoc/>
    public string Version => $"{typeof(OnnxRuntimeEngine).Assembly.GetName().Version!.ToString(3)} (ONNX Runtime {_library})";

    /// <inheritdoc/>
    public IModelSession Open(string path)
    {
        // Threads of its own would sum in an order that depends on their number.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            // Exceptions say what fails.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new OnnxSession(path, new InferenceSession(path, options));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new EngineException(
                Name,
                new ErrorDetails($"{path} cannot be loaded: {exception.Message.TrimEnd('.')}")
                {
                    Rule = "an ONNX file that this version knows",
                    NextStep = "Get the file again, or name another.",
                },
                exception);
        }
    }

    private static Exception Cause(Exception exception) =>
        exception is TypeInitializationException { InnerException: { } inner } ? Cause(inner) : exception;
}
