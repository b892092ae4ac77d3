using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;

namespace Bakeoff.Classifiers;

/// <summary>One classical classifier with its hyper-parameters. Several in a list are candidates, of which inner folds of the training side choose.</summary>
public abstract record ClassifierOptions;
