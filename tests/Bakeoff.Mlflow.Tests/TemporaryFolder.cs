namespace Bakeoff.Mlflow.Tests;

/// <summary>A folder of its own for one test, with a space and a letter beyond ASCII in its path.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string FullPath { get; } = Directory.CreateTempSubdirectory("mlflow tést ").FullName;

    internal string Combine(params string[] parts) => Path.Combine([FullPath, .. parts]);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
