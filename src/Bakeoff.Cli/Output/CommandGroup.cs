namespace Bakeoff.Cli.Output;

/// <summary>Commands that serve one purpose, as the help shows them.</summary>
/// <param name="Title">One word for the purpose.</param>
/// <param name="Commands">The commands.</param>
internal sealed record CommandGroup(string Title, IReadOnlyList<CommandEntry> Commands);
