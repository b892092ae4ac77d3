namespace Bakeoff.Benchmarks.Comparison;

/// <summary>Another library's way to do the same work, as a script of this project.</summary>
/// <param name="Name">Name in the table, such as <c>PyTorch, 2 threads</c>.</param>
/// <param name="Script">File in <c>Peers/</c>.</param>
/// <param name="Threads">Threads that it may use.</param>
/// <param name="Arguments">What the script is told.</param>
internal sealed record Peer(string Name, string Script, int Threads, params string[] Arguments);
