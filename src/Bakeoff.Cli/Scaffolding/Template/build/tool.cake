// Where the command comes from: it is a local tool, at the version that .config/dotnet-tools.json names.

/// <summary>The command line that runs `bakeoff`.</summary>
ProcessArgumentBuilder BakeoffCommand(ProcessArgumentBuilder arguments) => new ProcessArgumentBuilder().Append("bakeoff").Append(arguments.Render());

bool CommandExists() => true;

bool CommandIsCurrent() => true;

Task("Build").Description("Nothing is compiled in this project: 'dotnet tool restore' brings Cake and the command 'bakeoff'.");
