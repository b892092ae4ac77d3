// Where the command comes from: it is a local tool, at the version that .config/dotnet-tools.json names.

/// <summary>The command line that runs `bakeoff`.</summary>
ProcessArgumentBuilder BakeoffCommand(ProcessArgumentBuilder arguments) => new ProcessArgumentBuilder().Append("bakeoff").Append(arguments.Render());

bool CommandExists() => true;

bool CommandIsCurrent() => true;

Task("Build").Description("Nothing is compiled in this project: 'dotnet tool restore' brings Cake and the command 'bakeoff'.");

// The command names this target where an experiment asks for an engine that is not installed.
Takes("InstallEngine", "engine", "device");
Task("InstallEngine").Description("Engines are compiled in a clone of Bakeoff's repository; this names the commands.").Does(() => ExplainEngines());

void ExplainEngines()
{
    var engine = Argument("engine", "torchsharp").ToLowerInvariant();
    throw new CakeException(2, $"InstallEngine: {engine} is compiled in a clone of Bakeoff's repository, of the version that .config/dotnet-tools.json names. Run 'dotnet cake --target=InstallEngine --engine={engine}' there, then 'dotnet bakeoff engines install {engine} --from=CLONE/artifacts/bin/engines/{engine}' here.");
}
