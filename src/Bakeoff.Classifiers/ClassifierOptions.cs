using System.Text.Json.Serialization;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Classifiers.Trees;

namespace Bakeoff.Classifiers;

/// <summary>One classical classifier with its hyper-parameters. Several in a list are candidates, of which inner folds of the training side choose.</summary>
[JsonDerivedType(typeof(LogisticRegressionOptions), "logistic_regression")]
[JsonDerivedType(typeof(LinearSvmOptions), "linear_svm")]
[JsonDerivedType(typeof(RbfSvmOptions), "rbf_svm")]
[JsonDerivedType(typeof(NearestNeighboursOptions), "nearest_neighbours")]
[JsonDerivedType(typeof(LinearDiscriminantOptions), "linear_discriminant")]
[JsonDerivedType(typeof(RandomForestOptions), "random_forest")]
public abstract record ClassifierOptions;
