namespace Bakeoff.Neural.Engines;

/// <summary>An engine that runs networks from files, such as ONNX files that others have trained.</summary>
public interface IModelEngine : IEngine
{
    /// <summary>Name of the engine that runs ONNX files.</summary>
    const string OnnxRuntime = "onnxruntime";

    /// <summary>Loads a network.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="EngineException">The file is none of the engine's, or asks for what this engine has not.</exception>
    IModelSession Open(string path);
}
