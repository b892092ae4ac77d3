using System.CommandLine;

namespace Bakeoff.Cli.Output;

/// <summary>A command that is made when it is needed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Create">Makes it, under this name.</param>
/// <param name="Example">A command line that uses it.</param>
internal sealed record CommandEntry(string Name, Func<Command> Create, string Example);
