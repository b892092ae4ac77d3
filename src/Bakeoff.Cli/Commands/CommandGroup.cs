using System.CommandLine;

namespace Bakeoff.Cli.Commands;

/// <summary>Commands that serve one purpose, as the help shows them.</summary>
/// <param name="Title">One word for the purpose.</param>
/// <param name="Commands">Commands with an example each.</param>
internal sealed record CommandGroup(string Title, IReadOnlyList<(Command Command, string Example)> Commands);
